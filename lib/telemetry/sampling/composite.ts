import { SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace';
import {
  createComposableAlwaysOffSampler,
  createComposableAlwaysOnSampler,
  createComposableParentThresholdSampler,
  createComposableProbabilitySampler,
  createComposableRuleBasedSampler,
  createCompositeSampler,
  type ComposableSampler,
} from '@opentelemetry/sampler-composite';
import type { ComposableDescription } from '../../config';
import { createRateLimit } from './rate-limit';
import { createCondition } from './rule';
import { probabilityOf, thresholdOf } from './threshold';

/**
 * The sampler that `composite/development` describes, by the official implementation. It writes its probability into
 * the tracestate: https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
 */
export function createComposite(description: ComposableDescription): Sampler {
  const sampler = createCompositeSampler(createComposable(description));
  return {
    shouldSample(...args) {
      const result = sampler.shouldSample(...args);
      const { decision, traceState } = result;
      if (decision === SamplingDecision.RECORD_AND_SAMPLED || !traceState) return result;
      // Upstream leaves the parent's threshold in a tracestate that has nothing else of OpenTelemetry's.
      return /^th:[^;]*$/.test(traceState.get('ot') ?? '') ? { ...result, traceState: traceState.unset('ot') } : result;
    },
    toString: () => sampler.toString(),
  };
}

function createComposable(description: ComposableDescription): ComposableSampler {
  if ('always_on' in description) return createComposableAlwaysOnSampler();
  if ('always_off' in description) return createComposableAlwaysOffSampler();
  if ('probability' in description) {
    const ratio = description.probability?.ratio ?? 1;
    // Upstream writes all 14 digits of a threshold; the specification is content with four that matter.
    return createComposableProbabilitySampler(ratio > 0 ? probabilityOf(thresholdOf(ratio)) : 0);
  }
  if ('parent_threshold' in description)
    return createComposableParentThresholdSampler(createComposable(description.parent_threshold.root));
  if ('rule_based' in description)
    return createComposableRuleBasedSampler(
      (description.rule_based?.rules ?? []).map((rule) => [createCondition(rule), createComposable(rule.sampler)]),
    );
  if ('rate_limited' in description) {
    const { traces_per_second: perSecond, sampler } = description.rate_limited;
    return createRateLimit(perSecond, createComposable(sampler ?? { always_on: {} }));
  }
  throw new Error(`no sampler is called ${Object.keys(description).join()}`);
}
