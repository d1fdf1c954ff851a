import { types } from 'node:util';
import { isError } from './error-description';
import { isSecretValue, REDACTED, type Redaction } from './redaction';

/** Deeper than Node prints by itself, and a bound on what a walk may cost. */
const MAX_DEPTH = 6;
const MAX_OBJECTS = 1_000;

/**
 * What the console shall print in place of `value`: the value itself, or, where secrets lie under keys of it, a copy of the same kind without them.
 * Getters are not called, proxies not looked into. Never throws.
 */
export function veil(value: unknown, redaction: Redaction): unknown {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return veilObject(value, { redaction, seen: new Map(), left: MAX_OBJECTS }, 0);
  } catch {
    return value;
  }
}

interface Walk {
  readonly redaction: Redaction;
  /** What became of an object: itself while it is being walked, so that a circle ends. */
  readonly seen: Map<object, object>;
  left: number;
}

function veilObject(value: object, walk: Walk, depth: number): object {
  const known = walk.seen.get(value);
  if (known) return known;
  if (depth > MAX_DEPTH || (walk.left -= 1) < 0 || types.isProxy(value)) return value;
  walk.seen.set(value, value);
  const veiled = types.isMap(value) ? veilMap(value, walk, depth) : types.isSet(value) ? veilSet(value, walk, depth) : veilProperties(value, walk, depth);
  walk.seen.set(value, veiled);
  return veiled;
}

function veilItem(key: unknown, item: unknown, walk: Walk, depth: number): unknown {
  if (typeof key === 'string' && walk.redaction.hidesKey(key) && isSecretValue(item) && typeof item !== 'function') return REDACTED;
  return typeof item === 'object' && item !== null ? veilObject(item, walk, depth + 1) : item;
}

function veilMap(map: Map<unknown, unknown>, walk: Walk, depth: number): object {
  let differs = false;
  const copy = new Map([...map].map(([key, item]) => {
    const veiled = veilItem(key, item, walk, depth);
    differs ||= veiled !== item;
    return [key, veiled] as const;
  }));
  return differs ? copy : map;
}

function veilSet(set: Set<unknown>, walk: Walk, depth: number): object {
  const items = [...set];
  const copy = items.map((item) => veilItem(undefined, item, walk, depth));
  return copy.some((item, index) => item !== items[index]) ? new Set(copy) : set;
}

function veilProperties(value: object, walk: Walk, depth: number): object {
  // Bytes have an index for each, and no keys.
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return value;
  const hidden: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    const item = Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
    const veiled = veilItem(key, item, walk, depth);
    if (veiled !== item) hidden.push([key, veiled]);
  }
  if (isError(value)) veilCause(value, hidden, walk, depth);
  if (hidden.length === 0) return value;
  const copy = copyOf(value);
  for (const [key, item] of hidden) Object.defineProperty(copy, key, { value: item, enumerable: Object.prototype.propertyIsEnumerable.call(value, key), configurable: true, writable: true });
  return copy;
}

/** An error's cause is printed, and no key of it. */
function veilCause(error: Error, hidden: [string, unknown][], walk: Walk, depth: number): void {
  const cause = Object.getOwnPropertyDescriptor(error, 'cause')?.value as unknown;
  const veiled = veilItem(undefined, cause, walk, depth);
  if (veiled !== cause) hidden.push(['cause', veiled]);
}

/** One of the same kind with the same properties: only so does it print alike. */
function copyOf(value: object): object {
  const descriptors = Object.getOwnPropertyDescriptors(value);
  // Those of arrays and errors are there already and may not be redefined as they are.
  const copy: object = Array.isArray(value) ? [] : types.isNativeError(value) ? new Error() : {};
  Object.setPrototypeOf(copy, Object.getPrototypeOf(value) as object | null);
  for (const [key, descriptor] of Object.entries(descriptors)) Object.defineProperty(copy, key, key === 'length' && Array.isArray(value) ? { value: descriptor.value as number } : { ...descriptor, configurable: true });
  for (const symbol of Object.getOwnPropertySymbols(value)) Object.defineProperty(copy, symbol, { ...Object.getOwnPropertyDescriptor(value, symbol)!, configurable: true });
  return copy;
}
