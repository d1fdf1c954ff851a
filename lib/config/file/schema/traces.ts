import { PARENTS, type Place, type SamplerSettings } from '../../declarative/types';
import { mapping, named, refused, value, type MappingShape, type Reading, type Shape } from '../shape';
import { configurator, processors } from './exporters';

/** One key at most has a value. */
type Read = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

const WAITING = 'firstlight has no such sampler: use parent_based, trace_id_ratio_based, always_on or always_off';

/** A sampler within another. */
const inner = (): Shape => named('sampler', samplerShape);

const samplerShape = (): MappingShape =>
  mapping(
    {
      always_off: mapping({}),
      always_on: mapping({}),
      'composite/development': refused(WAITING),
      'jaeger_remote/development': refused(WAITING),
      parent_based: mapping({ root: inner(), ...Object.fromEntries(PARENTS.map((name) => [name, inner()])) }),
      'probability/development': refused(WAITING),
      trace_id_ratio_based: mapping({ ratio: value('number', { least: 0, most: 1 }) }),
    },
    { one: 'sampler', others: 'refused' },
  );

/** What was read, without the samplers that there are not, which have been named. */
export function samplerOf(read: Read | undefined): SamplerSettings | undefined {
  const [[kind, facts] = []] = Object.entries(read ?? {}).filter(([, each]) => each !== undefined);
  if (kind === undefined || facts === undefined) return undefined;
  if (kind !== 'parent_based') return { [kind]: facts } as SamplerSettings;
  const delegates = Object.entries(facts).flatMap(([name, each]) => {
    const delegate = samplerOf(each as Read | undefined);
    return delegate === undefined ? [] : [[name, delegate] as const];
  });
  return { parent_based: Object.fromEntries(delegates) };
}

const DEFAULTS: Readonly<Record<string, string>> = {
  remote_parent_sampled: 'always_on',
  remote_parent_not_sampled: 'always_off',
  local_parent_sampled: 'always_on',
  local_parent_not_sampled: 'always_off',
};

const SIMPLE: Readonly<Record<string, 'always_on' | 'always_off' | 'traceidratio'>> = {
  always_on: 'always_on',
  always_off: 'always_off',
  trace_id_ratio_based: 'traceidratio',
};

/** Sets the variables, if they can say it. */
function takeSampler(read: Read, place: Place, reading: Reading): void {
  const sampler = samplerOf(read);
  if (!sampler) return;
  const isParentBased = 'parent_based' in sampler;
  const { root = { always_on: {} }, ...delegates } = isParentBased ? sampler.parent_based : { root: sampler };
  const isDefault = Object.entries(delegates).every(([name, each]) => DEFAULTS[name]! in each);
  const [[kind, facts] = ['', {}]] = Object.entries(root);
  const simple = SIMPLE[kind];
  if (simple === undefined || !isDefault) {
    reading.only.sampler = sampler;
    return;
  }
  reading.set('OTEL_TRACES_SAMPLER', isParentBased ? `parentbased_${simple}` : simple, place);
  if (simple === 'traceidratio')
    reading.set('OTEL_TRACES_SAMPLER_ARG', String((facts as { ratio?: number }).ratio ?? 1), place);
}

/** The section `tracer_provider`. */
export const tracerProvider = (): Shape =>
  mapping(
    {
      processors: processors('traces', 'OTEL_BSP_'),
      limits: mapping({
        attribute_value_length_limit: value('integer', { variable: 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT' }),
        attribute_count_limit: value('integer', { variable: 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT' }),
        event_count_limit: value('integer', { variable: 'OTEL_SPAN_EVENT_COUNT_LIMIT' }),
        link_count_limit: value('integer', { variable: 'OTEL_SPAN_LINK_COUNT_LIMIT' }),
        event_attribute_count_limit: value('integer', { variable: 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT' }),
        link_attribute_count_limit: value('integer', { variable: 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT' }),
      }),
      sampler: { ...samplerShape(), take: takeSampler },
      id_generator: mapping({ random: mapping({}) }, { one: 'ID generator', others: 'refused' }),
      'tracer_configurator/development': configurator('tracers'),
    },
    { required: ['processors'] },
  );
