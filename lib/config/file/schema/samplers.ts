import type { Place } from '../../declarative/types';
import type { ComposableDescription, RuleDescription, SamplerDescription } from '../../sampling/description';
import { list, mapping, named, refused, value, type MappingShape, type Reading, type Shape } from '../shape';

/** One key at most has a value. */
type Read = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

const ratio = (): MappingShape => mapping({ ratio: value('number', { least: 0, most: 1 }) });
const texts = (): Shape => list(value('string'));

/** firstlight's own, in each place of a sampler. */
const rateLimited = (): MappingShape =>
  mapping(
    { traces_per_second: value('number', { least: 0 }), sampler: composable() },
    { required: ['traces_per_second'] },
  );

/** A part of a composite sampler. */
const composable = (): Shape => named('composable sampler', composableShape);

const composableShape = (): MappingShape =>
  mapping(
    {
      always_off: mapping({}),
      always_on: mapping({}),
      parent_threshold: mapping({ root: composable() }, { required: ['root'] }),
      probability: ratio(),
      rule_based: mapping({ rules: list(rule()) }),
      rate_limited: rateLimited(),
    },
    { one: 'sampler', others: 'refused' },
  );

const rule = (): MappingShape =>
  mapping(
    {
      attribute_values: mapping({ key: value('string'), values: texts() }, { required: ['key', 'values'] }),
      attribute_patterns: mapping(
        { key: value('string'), included: texts(), excluded: texts() },
        { required: ['key'] },
      ),
      span_kinds: list(value('string', { words: ['internal', 'server', 'client', 'producer', 'consumer'] })),
      parent: list(value('string', { words: ['none', 'remote', 'local'] })),
      sampler: composable(),
    },
    { required: ['sampler'] },
  );

/** A sampler within another. */
const inner = (): Shape => named('sampler', samplerShape);

export const DELEGATES = [
  'root',
  'remote_parent_sampled',
  'remote_parent_not_sampled',
  'local_parent_sampled',
  'local_parent_not_sampled',
] as const;

const samplerShape = (): MappingShape =>
  mapping(
    {
      always_off: mapping({}),
      always_on: mapping({}),
      // Of the schema after 1.1.
      always_record: mapping({ root: inner() }, { required: ['root'] }),
      'composite/development': composable(),
      'jaeger_remote/development': refused('firstlight asks no one for samplers while it runs: use rule_based'),
      parent_based: mapping(Object.fromEntries(DELEGATES.map((name) => [name, inner()]))),
      'probability/development': ratio(),
      trace_id_ratio_based: ratio(),
      rate_limited: rateLimited(),
    },
    { one: 'sampler', others: 'refused' },
  );

/** The key `sampler` of `tracer_provider`. */
export const sampler = (): Shape => ({ ...samplerShape(), take: takeSampler });

const chosen = (read: unknown): [kind: string, facts: Readonly<Record<string, unknown>>] | undefined =>
  Object.entries(Object(read) as Read).find(
    (entry): entry is [string, Record<string, unknown>] => entry[1] !== undefined,
  );

/** What was read, whole; undefined if a part of it cannot be used, which has been named. */
function samplerOf(read: unknown): SamplerDescription | undefined {
  const [kind, facts] = chosen(read) ?? ['', {}];
  switch (kind) {
    case '':
      return undefined;
    case 'parent_based': {
      const delegates = Object.entries(facts).map(([name, each]) => [name, samplerOf(each)] as const);
      return { parent_based: Object.fromEntries(delegates.filter(([, each]) => each !== undefined)) };
    }
    case 'always_record': {
      const root = samplerOf(facts.root);
      return root && { always_record: { root } };
    }
    case 'composite/development': {
      const part = composableOf(facts);
      return part && { 'composite/development': part };
    }
    case 'rate_limited':
      return composableOf(read) as SamplerDescription | undefined;
    default:
      return { [kind]: withoutUndefined(facts) } as SamplerDescription;
  }
}

function composableOf(read: unknown): ComposableDescription | undefined {
  const [kind, facts] = chosen(read) ?? ['', {}];
  switch (kind) {
    case '':
      return undefined;
    case 'parent_threshold': {
      const root = composableOf(facts.root);
      return root && { parent_threshold: { root } };
    }
    case 'rule_based': {
      const rules = ((facts.rules as unknown[] | undefined) ?? []).map(ruleOf);
      return rules.every((each) => each !== undefined) ? { rule_based: { rules } } : undefined;
    }
    case 'rate_limited': {
      const perSecond = facts.traces_per_second as number | undefined;
      if (perSecond === undefined) return undefined;
      if (perSecond === 0) return { always_off: {} };
      return {
        rate_limited: { traces_per_second: perSecond, sampler: composableOf(facts.sampler) ?? { always_on: {} } },
      };
    }
    default:
      return { [kind]: withoutUndefined(facts) } as ComposableDescription;
  }
}

function ruleOf(read: unknown): RuleDescription | undefined {
  const found = read as RuleDescription;
  const part = composableOf(found.sampler);
  const { attribute_values: values, attribute_patterns: patterns } = found;
  const isWhole = (!values || (values.key && values.values)) && (!patterns || patterns.key);
  return part && isWhole ? { ...withoutUndefined(found), sampler: part } : undefined;
}

const withoutUndefined = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, each]) => each !== undefined)) as T;

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
  const description = samplerOf(read);
  if (!description) return;
  const isParentBased = 'parent_based' in description;
  const { root, ...delegates } = isParentBased ? (description.parent_based ?? {}) : { root: description };
  const isDefault = Object.entries(delegates).every(([name, each]) => DEFAULTS[name]! in each!);
  const [kind, facts] = chosen(root ?? { always_on: {} })!;
  const simple = SIMPLE[kind];
  if (simple === undefined || !isDefault) {
    reading.only.sampler = description;
    return;
  }
  reading.set('OTEL_TRACES_SAMPLER', isParentBased ? `parentbased_${simple}` : simple, place);
  if (simple === 'traceidratio') reading.set('OTEL_TRACES_SAMPLER_ARG', String(facts.ratio ?? 1), place);
}
