import { Redis } from 'ioredis';

/**
 * Keeps documents and passages in two Redis hashes, `<prefix>documents` and `<prefix>passages`.
 * Throws when no server answers within `patience` milliseconds.
 */
export async function openRedisStorage(url, prefix, patience) {
  let connected = false;
  let lastError;
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patience,
    maxRetriesPerRequest: 2,
    keyPrefix: prefix,
    // While looking for a server: one attempt. Afterwards: come back, patiently.
    retryStrategy: (attempt) => (connected ? Math.min(attempt * 100, 2000) : null),
  });
  redis.on('error', (error) => {
    lastError = error; // says more than the "Connection is closed." that connect() fails with
    if (connected) console.warn('redis:', error.message);
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw lastError ?? error;
  }
  connected = true;

  const parse = (values) => values.filter(Boolean).map((value) => JSON.parse(value));
  return {
    name: 'redis',
    async saveDocument(document) {
      await redis.hset('documents', document.id, JSON.stringify(document));
    },
    async documents() {
      return parse(await redis.hvals('documents'));
    },
    async savePassages(list) {
      if (list.length)
        await redis.hset('passages', new Map(list.map((passage) => [passage.id, JSON.stringify(passage)])));
    },
    async passages(ids) {
      return ids.length ? parse(await redis.hmget('passages', ...ids)) : [];
    },
    async allPassages() {
      return parse(await redis.hvals('passages'));
    },
    async forget() {
      await redis.del('documents', 'passages');
    },
    async close() {
      await redis.quit();
    },
  };
}
