import { isSpanContextValid, SpanKind, trace, type Attributes, type AttributeValue } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace';
import type { RuleDescription } from '../../config';
import { createPattern } from './pattern';

type Arguments = Parameters<Sampler['shouldSample']>;
type Condition = (...args: Arguments) => boolean;
type Subject = (name: string, attributes: Attributes) => AttributeValue | undefined;

/** Whether all conditions of a rule are met by a span that begins; true if there are none. */
export function createCondition(rule: RuleDescription): Condition {
  const conditions = [kindIn(rule), parentIn(rule), hasValue(rule), hasPattern(rule)].filter(
    (condition) => condition !== undefined,
  );
  return (...args) => conditions.every((condition) => condition(...args));
}

function kindIn({ span_kinds: kinds }: RuleDescription): Condition | undefined {
  if (!kinds) return undefined;
  const wanted = kinds.map((kind) => SpanKind[kind.toUpperCase() as keyof typeof SpanKind]);
  return (_context, _traceId, _name, kind) => wanted.includes(kind);
}

function parentIn({ parent: wanted }: RuleDescription): Condition | undefined {
  if (!wanted) return undefined;
  return (context) => {
    const parent = trace.getSpanContext(context);
    return wanted.includes(!parent || !isSpanContextValid(parent) ? 'none' : parent.isRemote ? 'remote' : 'local');
  };
}

function hasValue({ attribute_values: wanted }: RuleDescription): Condition | undefined {
  if (!wanted) return undefined;
  const subject = subjectOf(wanted.key);
  return (_context, _traceId, name, _kind, attributes) =>
    textsOf(subject(name, attributes)).some((text) => wanted.values.includes(text));
}

function hasPattern({ attribute_patterns: wanted }: RuleDescription): Condition | undefined {
  if (!wanted) return undefined;
  const subject = subjectOf(wanted.key);
  const create = (pattern: string) => createPattern(pattern, wanted.key === 'http.route');
  const included = wanted.included?.map(create);
  const excluded = wanted.excluded?.map(create) ?? [];
  return (_context, _traceId, name, _kind, attributes) =>
    textsOf(subject(name, attributes)).some(
      (text) => (included?.some((fits) => fits(text)) ?? true) && !excluded.some((fits) => fits(text)),
    );
}

function subjectOf(key: string): Subject {
  if (key === 'span.name') return (name) => name;
  if (key === 'http.route') return (_name, attributes) => attributes['http.route'] ?? attributes['url.path'];
  return (_name, attributes) => attributes[key];
}

/** A value as text; of an array, each member. */
const textsOf = (value: AttributeValue | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
