import assert from 'node:assert/strict';
import { test } from 'node:test';
import { context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, createAlwaysRecordSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { createTailSampling, type TailSamplingOptions } from '../../../lib/telemetry/sampling/tail-sampling';
import { until } from '../../support';

function open(options: Partial<TailSamplingOptions>) {
  const sent: string[] = [];
  const held: string[] = [];
  const kept: string[] = [];
  const givenUp: number[][] = [];
  const tail = createTailSampling({
    errors: true,
    slowMs: Infinity,
    maxBytes: 1e6,
    send: ({ name }) => sent.push(name),
    encode: (spans) => Buffer.from(spans.map(({ name }) => name).join()),
    exporter: {
      isShared: false,
      hold: ({ bytes, isEnd }) => held.push(`${Buffer.from(bytes)}${isEnd ? ' end' : ''}`),
      keep: (traceId) => kept.push(traceId),
    },
    onGivenUp: (...counts) => givenUp.push(counts),
    ...options,
  });
  const provider = new TracerProvider({
    sampler: createAlwaysRecordSampler(new AlwaysOffSampler()),
    spanProcessors: [tail.processor],
  });
  const tracer = provider.getTracer('test');
  const begin = (name: string, parent?: ReturnType<typeof tracer.startSpan>) =>
    tracer.startSpan(name, {}, parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT);
  return { tail, sent, held, kept, givenUp, begin };
}

const fail = (span: { setStatus(status: { code: SpanStatusCode }): unknown }) =>
  span.setStatus({ code: SpanStatusCode.ERROR });

test('a failure decides at once; what ends later of the trace follows', () => {
  const { begin, sent } = open({});
  const root = begin('root');
  const first = begin('first', root);
  const second = begin('second', root);
  first.end();
  assert.deepEqual(sent, []);
  fail(second);
  second.end();
  assert.deepEqual(sent, ['first', 'second']);
  root.end();
  begin('late', root).end();
  assert.deepEqual(sent, ['first', 'second', 'root', 'late']);
});

test('spans that are open when the root ends are waited for', () => {
  const { begin, sent } = open({});
  const root = begin('root');
  const child = begin('child', root);
  root.end();
  fail(child);
  child.end();
  assert.deepEqual(sent, ['root', 'child']);
});

test('a root that never ends is given up, and counted; a failure that comes then is sent', async () => {
  const { begin, sent, givenUp } = open({ longestMs: 10 });
  const root = begin('root');
  begin('child', root).end();
  await until(() => givenUp.length > 0, 'a trace is given up');
  assert.deepEqual(givenUp, [[1, 1]]);
  const child = begin('failing', root);
  fail(child);
  child.end();
  root.end();
  assert.deepEqual(sent, ['failing', 'root']);
});

test('a root that never ends is slow', async () => {
  const { begin, sent, givenUp } = open({ longestMs: 10, slowMs: 20 });
  const root = begin('root');
  begin('child', root).end();
  await until(() => sent.length > 0, 'a span is sent');
  assert.deepEqual([sent, givenUp], [['child'], []]);
});

test('the oldest traces are given up for want of room', () => {
  const { begin, sent, givenUp, tail } = open({ maxBytes: 5_000 });
  const roots = Array.from({ length: 10 }, (_, index) => begin(`root ${index}`));
  roots.forEach((root, index) => begin(`child ${index}`, root).end());
  tail.flush();
  assert.equal(givenUp.length, 1);
  assert.ok(givenUp[0]![0]! >= 2 && givenUp[0]![0]! < 8, String(givenUp));
  fail(roots[9]!);
  roots[9]!.end();
  assert.deepEqual(sent, ['child 9', 'root 9']);
});

test('the end of the process decides by what is known of a root', () => {
  const { begin, sent, tail } = open({});
  const [good, bad] = [begin('good'), begin('bad')];
  begin('below good', good).end();
  begin('below bad', bad).end();
  fail(bad);
  tail.flush();
  assert.deepEqual(sent, ['below bad']);
});

test('what other threads may keep is left with the exporter thread; what is kept is announced', () => {
  const { begin, sent, held, kept, tail } = open({});
  tail.threadStarts();
  const [good, bad] = [begin('good'), begin('bad')];
  for (const root of [good, bad]) tail.share(trace.setSpan(context.active(), root), false);
  begin('below good', good).end();
  good.end();
  fail(bad);
  bad.end();
  assert.deepEqual([held, sent, kept], [['below good,good end'], ['bad'], [bad.spanContext().traceId]]);
});
