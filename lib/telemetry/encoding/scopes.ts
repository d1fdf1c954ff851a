import type { InstrumentationScope } from '@opentelemetry/core';
import { areEncodable, asOptionalText, asText, encodableValues, isOptionalText, type Scrutiny } from './values';

type Scope = InstrumentationScope & { readonly attributes?: Readonly<Record<string, unknown>> };

/** One for each, since the serializers group by identity. */
const replacements = new WeakMap<object, InstrumentationScope>();

/** Whether what made telemetry is named as OTLP can say it. */
export function isEncodableScope(scope: Scope, scrutiny: Scrutiny): boolean {
  return (
    typeof scope.name === 'string' &&
    isOptionalText(scope.version) &&
    isOptionalText(scope.schemaUrl) &&
    areEncodable(scope.attributes, scrutiny)
  );
}

/** A scope that can be encoded, in the place of any. */
export function encodableScope(scope: Scope, scrutiny: Scrutiny): InstrumentationScope {
  if (isEncodableScope(scope, scrutiny)) return scope;
  let replacement = replacements.get(scope);
  if (!replacement) {
    replacement = {
      name: asText(scope.name),
      version: asOptionalText(scope.version),
      schemaUrl: asOptionalText(scope.schemaUrl),
      // It is made once, for the strictest check.
      ...(scope.attributes && { attributes: encodableValues(scope.attributes, { ...scrutiny, isThorough: true }) }),
    } as InstrumentationScope;
    replacements.set(scope, replacement);
  }
  return replacement;
}
