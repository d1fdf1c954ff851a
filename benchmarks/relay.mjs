// The way to the receiver, which a part can break: a TCP relay on a port of its own.

import net from 'node:net';

/**
 * @returns {Promise<{port: number, hole(): void, down(): Promise<void>, up(): Promise<void>, close(): Promise<void>}>}
 *   `hole`: from here on connections are accepted and nothing is ever answered. `down`: nobody listens, connections are
 *   reset.
 */
export async function openRelay(target) {
  const sockets = new Set();
  let holed = false;
  let port = 0;
  let server;

  function accept(near) {
    sockets.add(near.on('error', () => {}).on('close', () => sockets.delete(near)));
    if (holed) return void near.pause();
    const far = net
      .connect(target, '127.0.0.1')
      .on('error', () => near.destroy())
      .on('close', () => {
        sockets.delete(far);
        near.destroy();
      });
    sockets.add(far);
    near.on('close', () => far.destroy());
    near.pipe(far);
    far.pipe(near);
  }
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const up = () =>
    new Promise((resolve, reject) => {
      server = net
        .createServer(accept)
        .once('error', reject)
        .listen(port, '127.0.0.1', () => {
          ({ port } = server.address());
          resolve();
        });
    });
  const down = () =>
    new Promise((resolve) => {
      if (!server.listening) return resolve();
      server.close(() => resolve());
      cut();
    });

  await up();
  return {
    port,
    up,
    down,
    close: down,
    hole() {
      holed = true;
      cut();
    },
  };
}
