import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import {
  createComposableAlwaysOnSampler,
  createComposableProbabilitySampler,
  type ComposableSampler,
} from '@opentelemetry/sampler-composite';
import { createRateLimit } from '../../../lib/telemetry/sampling/rate-limit';
import { createPattern } from '../../../lib/telemetry/sampling/pattern';

const always = createComposableAlwaysOnSampler();

/** How many of the spans of one second of clock time are sampled, second by second. */
function sampledPerSecond(
  perSecond: number,
  arrivals: readonly number[],
  sampler: ComposableSampler = always,
): number[] {
  let time = 0;
  const limit = createRateLimit(perSecond, sampler, () => time);
  return arrivals.map((spans, second) => {
    let sampled = 0;
    for (let index = 0; index < spans; index++) {
      time = (second + index / spans) * 1000;
      const { threshold } = limit.getSamplingIntent(ROOT_CONTEXT, '', '', SpanKind.SERVER, {}, []);
      if (BigInt(Math.floor(Math.random() * 2 ** 53)) * 8n >= threshold) sampled += 1;
    }
    return sampled;
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

test('of many, about so many a second, from the first second on', () => {
  const counts = sampledPerSecond(100, [3000, 3000, 3000, 3000, 3000]);
  for (const count of counts) assert.ok(count > 50 && count < 190, String(counts));
  assert.ok(Math.abs(sum(counts) / 5 - 100) < 35, String(counts));
});

test('of fewer, all', () => {
  const counts = sampledPerSecond(100, [5, 5, 5, 5]);
  assert.deepEqual(counts, [5, 5, 5, 5]);
});

test('a burst after a pause is limited at once', () => {
  const counts = sampledPerSecond(10, [0, 0, 0, 0, 5000]);
  assert.ok(counts[4]! >= 10 && counts[4]! < 60, String(counts));
});

test('less than one a second', () => {
  const total = sum(sampledPerSecond(0.5, new Array<number>(200).fill(50)));
  assert.ok(total > 60 && total < 190, String(total));
});

test('of what the other sampler would sample', () => {
  const counts = sampledPerSecond(100, [1000, 1000, 1000], createComposableProbabilitySampler(0.05));
  for (const count of counts) assert.ok(count > 15 && count < 90, String(counts));
});

test('a pattern with many stars takes no time', () => {
  const started = performance.now();
  assert.equal(createPattern('*a*a*a*a*a*a*a*b')('a'.repeat(50_000)), false);
  assert.equal(createPattern('/a/:x*/:y*z', true)(`/a/${'x/'.repeat(20_000)}`), false);
  assert.ok(performance.now() - started < 2000);
});
