// An estimate of what a record costs in memory, good to about a factor of two: the store's bound needs the order of
// magnitude, not the truth.

const OBJECT = 64;
const SLOT = 16;

/**
 * Estimated bytes on the heap of a value with everything below it, except what `shared` has seen before (a resource
 * belongs to all spans of a request).
 */
export function estimateBytes(value: unknown, shared: WeakSet<object>): number {
  switch (typeof value) {
    case 'string':
      return 24 + value.length;
    case 'bigint':
      return 24;
    case 'object':
      break;
    default:
      return 8;
  }
  if (value === null || shared.has(value)) return 8;
  shared.add(value);
  if (Buffer.isBuffer(value)) return OBJECT + value.length;
  let bytes = OBJECT;
  for (const key of Object.keys(value)) bytes += SLOT + estimateBytes((value as Record<string, unknown>)[key], shared);
  return bytes;
}
