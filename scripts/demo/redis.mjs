// The Redis of the demo: the one that runs, else a private one, else none.
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { until } from './deadline.mjs';
import { start } from './processes.mjs';

/** Where a Redis answers: {url, how}, or {reason} if there is none. A private one is ended with the demo. */
export async function findRedis(env) {
  if (env.REDIS_URL) {
    const { hostname, port } = new URL(env.REDIS_URL);
    if (await answers(hostname, Number(port || 6379)))
      return { url: env.REDIS_URL, how: 'the one that REDIS_URL names' };
    return { reason: 'the one that REDIS_URL names does not answer' };
  }
  if (await answersPing(6379)) return { url: 'redis://127.0.0.1:6379', how: 'the one on 127.0.0.1:6379' };
  const port = await freePort();
  const server = start('redis-server', 'redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
  ]);
  let over;
  void server.ended.then((how) => {
    over = how;
  });
  const ready = await until(
    async () => over ?? ((await answersPing(port)) && 'ready'),
    5000,
    () => new Error('redis-server did not answer within 5 s.'),
  ).catch((error) => error.message);
  if (ready === 'ready')
    return { url: `redis://127.0.0.1:${port}`, how: `redis-server, started on port ${port} for this demo` };
  return {
    reason: /ENOENT/.test(ready)
      ? 'none answers on 127.0.0.1:6379, and there is no redis-server in the PATH'
      : `redis-server ${ready}`,
  };
}

/**
 * A server that asks for a password, or for TLS, says no PONG: whether REDIS_URL is right is for the app to find out.
 */
function answers(host, port, ask = '', expected = '') {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('connect', () => (ask ? socket.write(ask) : settle(true)));
    socket.once('data', (data) => settle(String(data).startsWith(expected)));
  });
}

const answersPing = (port) => answers('127.0.0.1', port, 'PING\r\n', '+PONG');

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
      });
  });
}
