import type { SamplerName } from '../names';
import type { TraceRates } from '../parsers/trace-rates';
import type { Variables } from '../table';
import type { ComposableDescription, RuleDescription, SamplerDescription } from './description';

/** The sampler that the variables describe. */
export function resolveSampler(values: Variables): SamplerDescription {
  const name: SamplerName = values.OTEL_TRACES_SAMPLER;
  const ratio = values.OTEL_TRACES_SAMPLER_ARG ?? 1;
  const isParentBased = name.startsWith('parentbased_');
  const base = name.replace('parentbased_', '') as 'always_on' | 'always_off' | 'traceidratio';
  const rates = values.FIRSTLIGHT_TRACES_PER_SECOND;
  if (rates === undefined || base === 'always_off') {
    const root = plain(base, ratio);
    return isParentBased ? { parent_based: { root } } : root;
  }
  const root: SamplerDescription = { 'composite/development': limited(rates, composable(base, ratio)) };
  if (isParentBased) return { parent_based: { root } };
  // Traces are counted: what has its parent in this process belongs to one that was.
  return { parent_based: { root, remote_parent_sampled: root, remote_parent_not_sampled: root } };
}

function plain(base: 'always_on' | 'always_off' | 'traceidratio', ratio: number): SamplerDescription {
  if (base === 'always_on') return { always_on: {} };
  return base === 'always_off' ? { always_off: {} } : { trace_id_ratio_based: { ratio } };
}

const composable = (base: 'always_on' | 'traceidratio', ratio: number): ComposableDescription =>
  base === 'always_on' ? { always_on: {} } : { probability: { ratio } };

function limited(rates: TraceRates, sampler: ComposableDescription): ComposableDescription {
  const limit = (perSecond: number): ComposableDescription =>
    perSecond === 0 ? { always_off: {} } : { rate_limited: { traces_per_second: perSecond, sampler } };
  const rules: RuleDescription[] = rates.map(([pattern, perSecond]) => ({
    ...(pattern !== '*' && {
      attribute_patterns: { key: pattern.startsWith('/') ? 'http.route' : 'span.name', included: [pattern] },
    }),
    sampler: limit(perSecond),
  }));
  if (rates.at(-1)?.[0] !== '*') rules.push({ sampler });
  return rules.length === 1 ? rules[0]!.sampler : { rule_based: { rules } };
}
