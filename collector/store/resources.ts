// One object for each resource: every request of a process brings its own copy.
import { plain } from '../decode/plain';
import type { Attributes } from '../decode/records';

/** Resources that are remembered; a sender with a new one in each request is no reason to keep them all. */
const MAX_RESOURCES = 500;

export interface Resources {
  /** The object that stands for all resources with these attributes. */
  same(resource: Attributes): Attributes;
}

/** Creates an empty register of resources. */
export function createResources(): Resources {
  const known = new Map<string, Attributes>();
  const seen = new WeakMap<object, Attributes>();
  return {
    same(resource) {
      const before = seen.get(resource);
      if (before) return before;
      const key = keyOf(resource);
      let one = known.get(key);
      if (!one) known.set(key, (one = resource));
      if (known.size > MAX_RESOURCES) known.delete(known.keys().next().value!);
      seen.set(resource, one);
      return one;
    },
  };
}

/** A text that two sets of attributes share only if they are the same. */
export function keyOf(attributes: Attributes): string {
  return JSON.stringify(plain(attributes), (_name, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
