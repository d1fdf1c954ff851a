// Plain values as OTLP/JSON: the way back from collector/decode/values.ts.
import type { Attributes, Scope } from '../decode/records';

/** An OTLP AnyValue. 64-bit integers are strings, bytes are base64, as the JSON mapping of protobuf asks. */
export function anyValue(value: unknown): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'bigint':
      return { intValue: String(value) };
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? { intValue: String(value) }
        : { doubleValue: jsonNumber(value) };
    default:
      break;
  }
  if (Buffer.isBuffer(value)) return { bytesValue: value.toString('base64') };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === 'object' && value !== null) return { kvlistValue: { values: keyValues(value as Attributes) } };
  return {};
}

/** Attributes as OTLP KeyValues. */
export function keyValues(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

/** A double; JSON has no number for what is none. */
export function jsonNumber(value: number | bigint): number | string {
  return Number.isFinite(Number(value)) ? Number(value) : String(value);
}

/** Records grouped by resource and scope, as OTLP nests them: neighbours that share both make one group. */
export function grouped<T extends { resource: Attributes; scope: Scope }>(
  records: readonly T[],
  scopes: string,
  items: string,
  encode: (record: T) => object,
): object[] {
  const groups: { resource: Attributes; scopes: { scope: Scope; items: object[] }[] }[] = [];
  for (const record of records) {
    let group = groups.at(-1);
    if (!group || group.resource !== record.resource) groups.push((group = { resource: record.resource, scopes: [] }));
    let scoped = group.scopes.at(-1);
    if (!scoped || scoped.scope.name !== record.scope.name || scoped.scope.version !== record.scope.version)
      group.scopes.push((scoped = { scope: record.scope, items: [] }));
    scoped.items.push(encode(record));
  }
  return groups.map((group) => ({
    resource: { attributes: keyValues(group.resource) },
    [scopes]: group.scopes.map(({ scope, items: list }) => ({ scope, [items]: list })),
  }));
}
