import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SIGNALS, startExporter, type ExporterClient, type Notice, type Signal } from '../../../lib/export';
import { blackHole, root } from '../../support';
import { until } from '../../support/deadline';

const BATCH_BYTES = 1_000;
const ITEMS = 10;

const clients = new Set<ExporterClient>();
after(() => {
  for (const client of clients) client.close();
});

/**
 * The real exporter thread before a collector that takes connections and never answers, with a limit of so many
 * batches.
 */
async function exporterOf(batches: number, maxItems: Partial<Record<Signal, number>> = {}) {
  const { url } = await blackHole();
  const dropped: Notice['dropped'][] = [];
  const target = { protocol: 'http/protobuf' as const, headers: {}, timeoutMs: 60_000, compression: 'none' as const };
  const client = startExporter({
    targets: Object.fromEntries(
      SIGNALS.map((signal) => [signal, { ...target, url: `${url}/v1/${signal}`, maxItems: maxItems[signal] }]),
    ),
    maxQueueBytes: batches * BATCH_BYTES,
    userAgent: 'test',
    environment: {},
    file: join(root, 'dist', 'exporter.js'),
    onNotice: (notice) => {
      if (notice.code === 'FL_EXPORT_DROPPED') dropped.push(notice.dropped);
    },
    onFailure: (error) => {
      throw error;
    },
  });
  clients.add(client);
  const send = (signal: Signal, count: number, isMinor = false) => {
    for (let batch = 0; batch < count; batch++) client.send(signal, new Uint8Array(BATCH_BYTES), ITEMS, isMinor);
  };
  /** Batches dropped so far, by priority, once there are as many of them as expected. */
  const told = async (expected: number) => {
    const sum = () =>
      dropped.reduce<Record<string, number>>((all, each) => {
        for (const [priority, items] of Object.entries(each ?? {}))
          all[priority] = (all[priority] ?? 0) + items / ITEMS;
        return all;
      }, {});
    const total = () => Object.values(sum()).reduce((all, each) => all + each, 0);
    await until(
      () => total() >= expected,
      `${expected} batches are dropped`,
      () => JSON.stringify(sum()),
    );
    return sum();
  };
  return { client, send, told };
}

/** What of a signal is in no one's hands but the queue's. */
const waiting = (client: ExporterClient, signal: Signal) => {
  const { made, sent, dropped, refused } = client.counts(signal);
  assert.equal(sent + refused, 0);
  return (made - dropped) / ITEMS;
};

test(
  'when the queue is full, debug and info logs are dropped first, then metrics, spans, and other logs; ' +
    'each is counted',
  async () => {
    const { client, send, told } = await exporterOf(100);
    // Of each signal four batches are being sent, and none of those can be given up: the first four logs are minor
    // ones.
    send('logs', 20, true);
    send('metrics', 20);
    send('traces', 20);
    send('logs', 40);
    await until(() => client.counts('traces').inFlight === 4 * ITEMS, 'all is under way');
    assert.deepEqual(
      SIGNALS.map((signal) => client.counts(signal).dropped),
      [0, 0, 0],
      'the queue is full to the brim',
    );

    send('logs', 16);
    assert.deepEqual(await told(16), { minor_logs: 16 });
    send('logs', 10);
    assert.deepEqual(await told(26), { minor_logs: 16, metrics: 10 });
    send('traces', 10);
    assert.deepEqual(await told(36), { minor_logs: 16, metrics: 16, traces: 4 });
    send('logs', 30);
    assert.deepEqual(await told(66), { minor_logs: 16, metrics: 16, traces: 26, logs: 8 });
    send('logs', 1, true);
    assert.deepEqual(
      await told(67),
      { minor_logs: 17, metrics: 16, traces: 26, logs: 8 },
      'the lowest priority drops nothing else',
    );

    assert.deepEqual(
      SIGNALS.map((signal) => client.counts(signal).dropped / ITEMS),
      [26, 25, 16],
    );
    assert.deepEqual(
      SIGNALS.map((signal) => waiting(client, signal)),
      [4, 92, 4],
      'made is dropped and waiting: 100 batches wait',
    );
  },
);

test('if it is configured how many spans may wait, no more do', async () => {
  const { client, send, told } = await exporterOf(1_000, { traces: 5 * ITEMS });
  send('traces', 30);
  send('logs', 30);
  assert.deepEqual(await told(21), { traces: 21 });
  assert.equal(waiting(client, 'traces'), 4 + 5);
});

test('what an exporter thread does not come to read is bounded, too', async () => {
  const { client, send, told } = await exporterOf(100);
  // This thread does not let go: nothing is read before the exporter thread has started.
  send('logs', 2_000, true);
  send('logs', 5_000);
  const { made, dropped } = client.counts('logs');
  assert.equal(made, 7_000 * ITEMS);
  assert.ok(dropped > 0, 'given up at once');
  await until(
    () => client.counts('logs').made - client.counts('logs').dropped === 100 * ITEMS,
    'the rest fills the queue',
  );
  assert.ok((await told(6_900)).minor_logs! >= 2_000 - 4, 'with logs above info');
});
