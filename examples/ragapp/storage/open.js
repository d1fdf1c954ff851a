import { createMemoryStorage } from './memory.js';
import { openRedisStorage } from './redis.js';

/** Redis where REDIS_URL, or else a server on this machine, answers; memory where none does. */
export async function openStorage(env) {
  const url = env.REDIS_URL || 'redis://127.0.0.1:6379';
  try {
    // A server that somebody names may be far away; one that is only tried for is on this machine.
    return await openRedisStorage(url, env.REDIS_PREFIX || 'ragapp:', env.REDIS_URL ? 5000 : 500);
  } catch (error) {
    // Somebody who names a server wants to hear that it is not there; nobody else does.
    if (env.REDIS_URL) console.warn('redis does not answer, documents are kept in memory:', error.message);
    return createMemoryStorage();
  }
}
