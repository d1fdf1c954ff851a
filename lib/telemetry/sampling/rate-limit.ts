import type { ComposableSampler } from '@opentelemetry/sampler-composite';
import { probabilityOf, thresholdOf } from './threshold';

/** For how many sampled spans the rate is averaged: fewer make it rough, more let a burst through. */
const WINDOW_SPANS = 10;
/** And for how long at least, in seconds. */
const LEAST_WINDOW = 0.1;

/**
 * A sampler that samples, of what another one would sample, at most so many spans a second on average. It measures how
 * many come, and makes them as probable as fits: so the sampled ones are spread over the second, and what their
 * tracestate says of their probability is true. The algorithm is that of Java's ConsistentRateLimitingSampler:
 * https://github.com/open-telemetry/opentelemetry-java-contrib/blob/main/consistent-sampling/README.md
 *
 * @param now The time in ms.
 */
export function createRateLimit(
  perSecond: number,
  sampler: ComposableSampler,
  now: () => number = () => performance.now(),
): ComposableSampler {
  const window = Math.max(WINDOW_SPANS / perSecond, LEAST_WINDOW);
  // As after a long pause: the first spans are sampled.
  let seconds = window;
  let spans = 0;
  let last = now();
  return {
    getSamplingIntent(...args) {
      const intent = sampler.getSamplingIntent(...args);
      // Dropped anyhow, or decided by a parent.
      if (intent.threshold < 0n || !intent.thresholdReliable) return intent;
      const probability = probabilityOf(intent.threshold);
      const time = now();
      const passed = Math.max(0, time - last) / 1000;
      last = time;
      const decay = Math.exp(-passed / window);
      seconds = seconds * decay + window * (1 - decay);
      spans = spans * decay + probability;
      const part = (perSecond * seconds) / spans;
      return part >= 1 ? intent : { ...intent, threshold: thresholdOf(probability * part) };
    },
    toString: () => `RateLimited{${perSecond}, ${sampler.toString()}}`,
  };
}
