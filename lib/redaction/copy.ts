import { types } from 'node:util';
import { hidesItem, hidesValueOf, isValueKey } from './lists';
import { isSecretValue, REDACTED } from './names';
import type { Redaction } from './redaction';
import { hideInText } from './text';

/** Deeper than people nest on purpose, and a limit of what a walk may cost. */
const MAX_DEPTH = 24;
const MAX_OBJECTS = 10_000;

interface Walk {
  readonly redaction: Redaction;
  /** The copy of an object: itself while it is being walked, so that a cycle ends. */
  readonly seen: Map<object, object>;
  left: number;
}

/**
 * A value as JSON has it without secrets: the value itself, or, if there are secrets in it, a copy of the objects on
 * the way to them. Only plain objects, lists, and instances that JSON writes by their properties are copied. Getters
 * are not called, proxies not looked into. Never throws.
 */
export function copyWithout(value: unknown, redaction: Redaction): unknown {
  try {
    return copyValue(value, { redaction, seen: new Map(), left: MAX_OBJECTS }, 0);
  } catch {
    return value;
  }
}

function copyValue(value: unknown, walk: Walk, depth: number): unknown {
  if (typeof value === 'string') return hideInText(value, walk.redaction);
  if (typeof value !== 'object' || value === null) return value;
  const known = walk.seen.get(value);
  if (known) return known;
  if (depth > MAX_DEPTH || (walk.left -= 1) < 0 || types.isProxy(value) || ArrayBuffer.isView(value)) return value;
  walk.seen.set(value, value);
  const copy = copyProperties(value, walk, depth);
  walk.seen.set(value, copy);
  return copy;
}

function copyProperties(value: object, walk: Walk, depth: number): object {
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value;
  const changed = new Map<string, unknown>();
  const isArray = Array.isArray(value);
  let previous: unknown;
  for (const key of Object.keys(value)) {
    const item = Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
    const isHidden = isArray
      ? hidesItem(previous, item, value.length === 2 && depth > 0, walk.redaction)
      : (walk.redaction.hidesKey(key) || (isValueKey(key) && hidesValueOf(value, walk.redaction))) &&
        isSecretValue(item, key);
    const copy = isHidden ? REDACTED : copyValue(item, walk, depth + 1);
    if (copy !== item) changed.set(key, copy);
    previous = item;
  }
  if (changed.size === 0) return value;
  const copy: object = isArray
    ? [...(value as unknown[])]
    : (Object.create(Object.getPrototypeOf(value) as object | null) as object);
  if (!isArray) Object.defineProperties(copy, Object.getOwnPropertyDescriptors(value));
  for (const [key, item] of changed)
    Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true });
  return copy;
}
