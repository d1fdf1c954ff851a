import { shapeOf, type Shape } from './shape';

/** A key of the schema, and what becomes of it. */
export interface SchemaKey {
  /** `tracer_provider.processors[].batch.exporter`. */
  readonly key: string;
  /** `read`, or why it has no effect. */
  readonly effect: string;
  /** The variable that has the same value. */
  readonly variable?: string;
}

/** All keys, each named part once: where it occurs again, it is said where it was. */
export function listKeys(shape: Shape): SchemaKey[] {
  const named = new Map<string, string>();
  const keys: SchemaKey[] = [];
  const add = (part: Shape, key: string): void => {
    const inner = shapeOf(part);
    if (part.kind === 'named') {
      const first = named.get(part.name);
      if (first !== undefined) return void keys.push({ key, effect: `read, as ${first}` });
      named.set(part.name, key);
    }
    if (inner.kind === 'refused') keys.push({ key, effect: `no effect: ${inner.reason}` });
    else if (inner.kind === 'ignored') keys.push({ key, effect: `not applicable: ${inner.reason}` });
    else if (inner.kind === 'value') keys.push({ key, effect: 'read', variable: inner.variable });
    else if (inner.kind === 'list') add(inner.items, `${key}[]`);
    else {
      const properties = Object.entries(inner.properties);
      if (properties.length === 0 && key !== '') keys.push({ key, effect: 'read' });
      for (const [name, property] of properties) add(property, key === '' ? name : `${key}.${name}`);
    }
  };
  add(shape, '');
  return keys;
}

/** The variables that keys have the values of. */
export const variablesOf = (shape: Shape): ReadonlySet<string> =>
  new Set(listKeys(shape).flatMap(({ variable }) => variable ?? []));
