// Plain requests for the parts that measure no rate.

import http from 'node:http';

function get(port, agent) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: '/hello', agent }, (response) => {
        response
          .resume()
          .once('end', () =>
            response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
          );
      })
      .once('error', reject);
  });
}

/**
 * Sends `count` requests to `/hello` on loopback over `connections` keep-alive connections. Rejects on anything but
 * 200.
 */
export async function sendRequests(port, count, connections = 1) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  let left = count;
  const sendUntilDone = async () => {
    while (left > 0) {
      left -= 1;
      await get(port, agent);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, sendUntilDone));
  } finally {
    agent.destroy();
  }
}
