// The first word on the way to a collector.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, test } from 'node:test';
import { probeCollector } from '../../../lib/export/otlp/probe';
import { within } from '../../support/deadline';

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
});

async function answering(host: string): Promise<string> {
  const server = createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end('x')));
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  return String((server.address() as { port: number }).port);
}

function ask(url: string): Promise<{ error: Error | undefined; roundTrips: number[] }> {
  const roundTrips: number[] = [];
  const target = { protocol: 'grpc', url, headers: {}, timeoutMs: 1_000, compression: 'none' } as const;
  return within(
    new Promise((resolve) => {
      probeCollector(
        target,
        (error) => resolve({ error, roundTrips }),
        (roundTrip) => roundTrips.push(roundTrip),
      );
    }),
    'the probe is over',
    () => url,
  );
}

for (const host of ['127.0.0.1', 'localhost']) {
  test(`${host}: something listens, and a connection says nothing of how far it is`, async () => {
    assert.deepEqual(await ask(`http://${host}:${await answering(host)}`), { error: undefined, roundTrips: [0] });
  });
}

const own = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.internal === false && each.family === 'IPv4')?.address;
test(
  'any other address: how long the connection took',
  { skip: own === undefined && 'this machine has no address but loopback' },
  async () => {
    const {
      error,
      roundTrips: [roundTrip, ...more],
    } = await ask(`http://${own}:${await answering(own!)}`);
    assert.deepEqual([error, more], [undefined, []]);
    assert.ok(roundTrip! > 0, `${roundTrip} ms`);
  },
);

test('nothing listens: no connection, and the error says so', async () => {
  const port = await answering('127.0.0.1');
  await new Promise((resolve) => servers.pop()!.close(resolve));
  const { error, roundTrips } = await ask(`http://127.0.0.1:${port}`);
  assert.match(error!.message, /ECONNREFUSED/);
  assert.deepEqual(roundTrips, []);
});
