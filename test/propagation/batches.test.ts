import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, needsService, onEachRuntime, openCollector, startApp, type ServiceName } from '../support';
import { openQueue } from './queue';

const cases: { library: string; service?: ServiceName }[] = [
  { library: 'kafkajs' },
  { library: 'pg-boss', service: 'postgres' },
];

/** All requests: the same, or one of its own for each message. */
const batches: { title: string; ids: string[]; expected: string | undefined }[] = [
  { title: 'messages of several requests', ids: ['r-1', 'r-2', 'r-3'], expected: undefined },
  { title: 'messages of one request', ids: ['r-1', 'r-1', 'r-1'], expected: 'r-1' },
];

onEachRuntime(({ binary }) => {
  for (const { library, service } of cases) {
    for (const { title, ids, expected } of batches) {
      test(`${library}, ${title} at once: a trace of its own, linked to each`, async (t) => {
        if (service && !(await needsService(t, service))) return;
        const { name, kafka } = await openQueue(t, library);
        const collector = await openCollector();
        const start = (roles: string) =>
          startApp({
            fixture: 'propagation/messages.mjs',
            args: [library, name, roles, `batch,${kafka}`],
            node: binary,
            collector,
          });
        const sender = await start('send');
        for (const [index, id] of ids.entries())
          await fetch(`${sender.url}/t${index}`, { headers: { 'x-request-id': id } });
        await sender.stop();
        // Only now, so that all of them are there.
        const receiver = await start('receive');
        await receiver.waitForLine((line) => line.includes('done {'));
        explain(await receiver.stop(), ({ out }) => {
          const spans = [...collector.store.spans];
          const line = out.find(({ message }) => message === 'done {"texts":["t0","t1","t2"]}');
          assert.equal(line?.request_id, expected);
          const producers = spans.filter(({ kind }) => kind === 'PRODUCER');
          assert.equal(producers.length, 3);
          assert.equal(
            producers.some(({ traceId }) => traceId === line?.trace_id),
            false,
            'the batch is in the trace of none of them',
          );
          const consumers = spans.filter(({ traceId }) => traceId === line?.trace_id);
          assert.deepEqual(
            consumers.flatMap(({ links }) => links.map(({ spanId }) => spanId)).sort(),
            producers.map(({ spanId }) => spanId).sort(),
          );
        });
      });
    }
  }
});
