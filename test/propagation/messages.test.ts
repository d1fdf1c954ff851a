import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SpanRecord } from '../../collector';
import {
  explain,
  needsService,
  onEachRuntime,
  openCollector,
  runtimes,
  startApp,
  type App,
  type LogLine,
  type RunResult,
  type ServiceName,
} from '../support';
import { openQueue } from './queue';

interface Case {
  library: string;
  service?: ServiceName;
  /** What the fixture does with the library. */
  flags?: string;
  /** Whether messages of this kind have a place for context. Default: true. */
  carries?: boolean;
  /** The first Node.js that this version of the library supports. */
  from?: number;
  /** Lines that belong to the request, besides those of the handler. */
  also?: string[];
}

const cases: Case[] = [
  { library: 'bullmq', service: 'redis', also: ['completed'] },
  { library: 'bullmq', service: 'redis', flags: 'bulk,require' },
  { library: 'bullmq', service: 'redis', flags: 'flow' },
  { library: 'bullmq', service: 'redis', flags: 'own' },
  { library: 'bullmq', service: 'redis', flags: 'other' },
  { library: 'bull', service: 'redis' },
  { library: 'bull', service: 'redis', flags: 'bulk,require' },
  { library: 'amqplib', service: 'rabbitmq' },
  { library: 'amqplib', service: 'rabbitmq', flags: 'confirm,require' },
  { library: 'amqplib', service: 'rabbitmq', flags: 'other' },
  { library: 'kafkajs' },
  { library: 'kafkajs', flags: 'many,require' },
  { library: 'nats', service: 'nats' },
  { library: 'nats', service: 'nats', flags: 'loop,require' },
  { library: 'nats', service: 'nats', flags: 'ask' },
  { library: 'nats', service: 'nats', flags: 'legacy' },
  { library: 'nats', service: 'nats', flags: 'legacy,loop,require' },
  { library: 'jetstream', service: 'nats' },
  { library: 'jetstream', service: 'nats', flags: 'loop,require' },
  { library: 'jetstream', service: 'nats', flags: 'legacy' },
  { library: 'jetstream', service: 'nats', flags: 'legacy,loop' },
  { library: 'mqtt', service: 'mqtt' },
  { library: 'mqtt', service: 'mqtt', flags: 'bare,require' },
  { library: 'mqtt', service: 'mqtt', flags: 'other' },
  { library: 'mqtt', service: 'mqtt', flags: 'v4', carries: false },
  { library: 'pg-boss', service: 'postgres' },
  { library: 'pg-boss', service: 'postgres', flags: 'insert,require' },
  { library: 'pg-boss', service: 'postgres', flags: 'other', from: 22 },
  { library: 'graphile-worker', service: 'postgres' },
  { library: 'graphile-worker', service: 'postgres', flags: 'bulk,require' },
  { library: 'agenda', service: 'postgres' },
];

const texts = Array.from({ length: 6 }, (_, index) => `t${index}`);

const done = (text: string) => `done {"text":"${text}"}`;

async function send(app: App, text: string): Promise<void> {
  assert.equal(
    (await fetch(`${app.url}/${text}`, { headers: { 'x-request-id': `r-${text}`, baggage: 'request_id=evil' } }))
      .status,
    200,
  );
}

/** Requests that overlap, then what no one asked for. */
async function sendAll(sender: App, receiver: App, { also = [] }: Case): Promise<void> {
  await Promise.all(texts.map((text) => send(sender, text)));
  await send(sender, 'outside');
  await Promise.all(
    [...texts, 'outside'].flatMap((text) =>
      ['done', ...also].map((what) =>
        receiver.waitForLine((line) => line.includes(`"${what} {\\"text\\":\\"${text}\\"}"`)),
      ),
    ),
  );
}

const find = (lines: LogLine[], message: string): LogLine =>
  lines.find((line) => line.message === message) ?? assert.fail(`no line '${message}'`);

function assertCarried({ carries = true, also = [] }: Case, sent: RunResult, received: RunResult): void {
  for (const text of texts) {
    const started = sent.out.find(
      ({ message, request_id }) => message === 'request started' && request_id === `r-${text}`,
    );
    const expected = carries ? [`r-${text}`, started?.trace_id] : [undefined, undefined];
    for (const what of ['got', 'done', ...also]) {
      const line = find(received.out, `${what} {"text":"${text}"}`);
      assert.deepEqual(
        carries
          ? [line.request_id, line.trace_id]
          : [line.request_id, line.trace_id === started?.trace_id ? line.trace_id : undefined],
        expected,
        `${what} ${text}`,
      );
    }
    if (carries)
      assertTree(received.spans, started?.span_id as string, find(received.out, done(text)).span_id as string);
  }
  const outside = find(received.out, done('outside'));
  assert.deepEqual([outside.level, outside.request_id], ['info', undefined]);
  assert.equal(
    new Set(sent.out.filter(({ message }) => message === 'request started').map(({ trace_id }) => trace_id)).has(
      outside.trace_id,
    ),
    false,
    'what nobody asked for is in nobody’s trace',
  );
}

/** The handler logs in a consumer's span, below or linked to the producer's, which is below the request's. */
function assertTree(spans: SpanRecord[], serverId: string, handlerId: string): void {
  const consumer = spans.find(({ spanId }) => spanId === handlerId);
  assert.equal(consumer?.kind, 'CONSUMER');
  const producer = spans.find(
    ({ spanId }) => spanId === consumer?.parentSpanId || consumer?.links.some((link) => link.spanId === spanId),
  );
  assert.equal(producer?.kind, 'PRODUCER', `${consumer?.name} comes from a producer`);
  assert.equal(producer?.parentSpanId, serverId);
}

const [oldest, newest] = [runtimes()[0]!.major, runtimes().at(-1)!.major];

onEachRuntime(({ binary, major }) => {
  // They wait for brokers most of the time.
  describe('messages', { concurrency: 3 }, () => {
    for (const each of cases) {
      const { library, flags = '', service, from = 0 } = each;
      const title = `${library}${flags && ` (${flags})`}`;
      // The library itself does not run there.
      if (major < from) continue;
      const appOf = async (
        name: string,
        roles: string,
        kafka: number,
        collector: Awaited<ReturnType<typeof openCollector>>,
      ) =>
        startApp({
          fixture: 'propagation/messages.mjs',
          args: [library, name, roles, library === 'kafkajs' ? `${flags},${kafka}` : flags],
          node: binary,
          collector,
        });

      test(`${title}: a message belongs to the request that sent it, and to no other`, async (t) => {
        if (service && !(await needsService(t, service))) return;
        const { name, kafka } = await openQueue(t, library);
        const app = await appOf(name, 'send,receive', kafka, await openCollector());
        await sendAll(app, app, each);
        explain(await app.stop(), (result) => assertCarried(each, result, result));
      });

      if (major !== oldest && major !== newest) continue;
      test(`${title}: the same from one process to another`, async (t) => {
        if (service && !(await needsService(t, service))) return;
        const { name, kafka } = await openQueue(t, library);
        const collector = await openCollector();
        const receiver = await appOf(name, 'receive', kafka, collector);
        const sender = await appOf(name, 'send', kafka, collector);
        await sendAll(sender, receiver, each);
        const [sent, received] = [await sender.stop(), await receiver.stop()];
        explain(received, (result) =>
          explain(sent, () => assertCarried(each, sent, { ...result, spans: [...collector.store.spans] })),
        );
      });
    }
  });
});
