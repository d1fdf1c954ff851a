import { types } from 'node:util';
import { describeError, isError } from './error-description';
import { base64Of, describeThrown, nameOf } from './placeholders';
import {
  DEFAULT_REDACTION,
  hideInText,
  hidesItem,
  hidesValueOf,
  isSecretValue,
  isValueKey,
  REDACTED,
  type Redaction,
} from '../../redaction';
import type { Plain } from '../types';

/** Deeper levels are replaced by `[Too deep]`; people nest this deep only by accident. */
const MAX_DEPTH = 24;
/** Longer keys are cut and marked, in UTF-16 units. */
export const MAX_NAME = 1024;
/** What one line may hold altogether, in bytes. */
export const MAX_LINE_BYTES = 64 * 1024;
/** Strings that are cut are first looked through beyond the cut: what ends there may be a secret. */
const SEAM = 4096;
/** So much of a string is left in any case. */
const SHORTEST = 64;

/**
 * What has been walked on the way to a value: its ancestors, to find circles, and the budget that the line has left.
 */
export interface SerializeState {
  readonly ancestors: object[];
  /** In UTF-16 units, roughly: strings are cut to it, and what comes later is replaced by `[Line too long]`. */
  budget: number;
  readonly redaction: Redaction;
  /** The keys on the way, if the redaction asks for them. */
  readonly path: string[];
}

/** @param path Where in a line's fields the value stands. */
export function createSerializeState(
  redaction: Redaction = DEFAULT_REDACTION,
  budget = MAX_LINE_BYTES,
  ...path: string[]
): SerializeState {
  return { ancestors: [], budget, redaction, path };
}

/**
 * A copy of `value` that `JSON.stringify` writes without running any code of the app, for any value: circular,
 * endlessly deep, huge, throwing from getters, `toJSON` or proxy traps. Never throws. Objects in the copy have no
 * prototype, so that a key `__proto__` is a key like any other.
 */
export function serialize(value: unknown, state: SerializeState = createSerializeState()): Plain {
  switch (typeof value) {
    case 'string':
      return text(value, state);
    case 'number':
      state.budget -= 8;
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      state.budget -= 5;
      return value;
    case 'undefined':
      return undefined;
    case 'bigint':
      return text(bigText(value), state);
    case 'symbol':
      return text(String(value), state);
    case 'function':
      return undefined;
    default:
  }
  if (value === null) return null;
  state.budget -= 2;
  if (state.budget <= 0) return '[Line too long]';
  if (state.ancestors.includes(value as object)) return '[Circular]';
  if (state.ancestors.length >= MAX_DEPTH) return '[Too deep]';
  state.ancestors.push(value as object);
  try {
    return plainObject(value as object, state);
  } catch (thrown) {
    return describeThrown(thrown);
  } finally {
    state.ancestors.pop();
  }
}

/** A copy of an object's own enumerable properties; one that can't be read is replaced by a mark that says so. */
export function serializeFields(value: object, state: SerializeState): { [key: string]: Plain } {
  const copy: { [key: string]: Plain } = Object.create(null);
  for (const key of Object.keys(value)) {
    if (state.budget <= 0) {
      copy['…'] = '[Line too long]';
      break;
    }
    copy[serializeName(key, state)] = serializeProperty(value, key, state);
  }
  return copy;
}

/** A key as it is written: data used as keys is cut. */
export function serializeName(key: string, state: SerializeState): string {
  const name = key.length > MAX_NAME ? `${key.slice(0, MAX_NAME)}… [${key.length - MAX_NAME} characters cut]` : key;
  state.budget -= name.length + 4;
  return name;
}

/** One property, read with care, or hidden. */
export function serializeProperty(value: object, key: string, state: SerializeState): Plain {
  let property: unknown;
  try {
    property = (value as Record<string, unknown>)[key];
  } catch (thrown) {
    return describeThrown(thrown);
  }
  const isHidden = isValueKey(key) && hidesValueOf(value, state.redaction) && isSecretValue(property);
  return serializeAt(key, isHidden ? REDACTED : property, state);
}

/** The value of a key, or a mark in its place. @param copy Makes the copy of a value that is shown. */
export function serializeAt<T extends Plain>(
  key: string,
  value: unknown,
  state: SerializeState,
  copy: (value: unknown, state: SerializeState) => T | Plain = serialize,
): T | Plain {
  const { redaction, path } = state;
  if (redaction.hidesKey(key) && isSecretValue(value, key)) return serialize(REDACTED, state);
  if (!redaction.hasPaths) return copy(value, state);
  path.push(key);
  const shown = redaction.hidesPath(path) && isSecretValue(value) ? serialize(REDACTED, state) : copy(value, state);
  path.pop();
  return shown;
}

function plainObject(value: object, state: SerializeState): Plain {
  if (Array.isArray(value)) return plainItems(value, state);
  if (isError(value)) return describeError(value, state);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (types.isMap(value)) return plainMap(value, state);
  if (types.isSet(value)) return plainItems(value, state);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return plainBytes(value, state);
  if (types.isBoxedPrimitive(value)) return serialize(value.valueOf(), state);
  if (types.isRegExp(value)) return text(String(value), state);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') {
    const result: unknown = toJSON.call(value, '');
    // An object that answers with itself is written by its properties.
    if (result !== value) return serialize(result, state);
  }
  const fields = serializeFields(value, state);
  // Promises, weak maps and the like have nothing to show: their name says more than `{}`.
  if (Object.keys(fields).length === 0 && nameOf(value) !== 'Object') return `[${nameOf(value)}]`;
  return fields;
}

function plainItems(items: Iterable<unknown>, state: SerializeState): Plain[] {
  const copy: Plain[] = [];
  const isPair = Array.isArray(items) && items.length === 2 && Array.isArray(state.ancestors.at(-2));
  let before: unknown;
  for (const item of items) {
    if (state.budget <= 0) {
      copy.push('[Line too long]');
      break;
    }
    state.budget -= 1;
    const shown = hidesItem(before, item, isPair, state.redaction) ? REDACTED : item;
    copy.push(typeof item === 'function' ? '[Function]' : (plainItem(copy.length, shown, state) ?? null));
    before = item;
  }
  return copy;
}

function plainItem(index: number, item: unknown, state: SerializeState): Plain {
  return state.redaction.hasPaths ? serializeAt(String(index), item, state) : serialize(item, state);
}

function plainMap(map: Map<unknown, unknown>, state: SerializeState): Plain {
  const copy: { [key: string]: Plain } = Object.create(null);
  for (const [key, item] of map) {
    // A map with other keys than strings has no faithful object form.
    if (typeof key !== 'string') return [...map].slice(0, 10_000).map((entry) => plainItems(entry, state));
    if (state.budget <= 0) break;
    copy[serializeName(key, state)] = serializeAt(key, item, state);
  }
  return copy;
}

function plainBytes(value: ArrayBufferView | ArrayBufferLike, state: SerializeState): Plain {
  if (ArrayBuffer.isView(value) && !Buffer.isBuffer(value) && !types.isUint8Array(value) && !types.isDataView(value)) {
    return plainItems(value as unknown as Iterable<unknown>, state);
  }
  state.budget -= 128;
  return { type: nameOf(value), bytes: value.byteLength, base64: base64Of(value) };
}

function text(given: string, state: SerializeState): string {
  const room = Math.max(state.budget, SHORTEST);
  const value = hideInText(given.length > room + SEAM ? given.slice(0, room + SEAM) : given, state.redaction);
  const cut = value.length > room ? `${value.slice(0, room)}… [${given.length - room} characters cut]` : value;
  state.budget -= cut.length + 2;
  return cut;
}

// Writing out a huge integer takes quadratic time.
function bigText(value: bigint): string {
  const limit = 1n << 4096n;
  return value < limit && value > -limit ? String(value) : '[BigInt of more than 4096 bits]';
}
