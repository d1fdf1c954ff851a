import type { ComposableSampler } from '@opentelemetry/sampler-composite';
import { elapsed } from '../../clock';
import { probabilityOf, thresholdOf } from './threshold';

/** For how many sampled spans the rate is averaged: fewer make it rough, more let a burst through. */
const WINDOW_SPANS = 10;
/** And for how long at least, in seconds. */
const LEAST_WINDOW = 0.1;

const NONE = { threshold: -1n, thresholdReliable: false };

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
  now: () => number = elapsed,
): ComposableSampler {
  const window = Math.max(WINDOW_SPANS / perSecond, LEAST_WINDOW);
  /** How many fit into it. */
  const fits = perSecond * window;
  let spans = 0;
  /** How many of them were sampled, by their probabilities; the beginning of a flood is twice as many as later on. */
  let sampled = 0;
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
      spans = spans * decay + probability;
      sampled *= decay;
      const fitting = Math.min(probability * Math.min(1, fits / spans), 2 * fits - sampled);
      if (fitting <= 0) return NONE;
      sampled += fitting;
      return fitting === probability ? intent : { ...intent, threshold: thresholdOf(fitting) };
    },
    toString: () => `RateLimited{${perSecond}, ${sampler.toString()}}`,
  };
}
