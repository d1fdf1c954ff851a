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

/** What has been walked on the way to a value: its ancestors, to find circles, and how much room the line has left. */
export interface Walk {
  readonly ancestors: object[];
  /** In UTF-16 units, roughly: strings are cut to it, and what comes later is replaced by `[Line too long]`. */
  room: number;
  readonly redaction: Redaction;
  /** The keys on the way, if the redaction asks for them. */
  readonly path: string[];
}

/** @param path If in a line's fields the walk begins. */
export function newWalk(redaction: Redaction = DEFAULT_REDACTION, room = MAX_LINE_BYTES, ...path: string[]): Walk {
  return { ancestors: [], room, redaction, path };
}

/**
 * A copy of `value` that `JSON.stringify` writes without running any code of the app, for any value:
 * circular, endlessly deep, huge, throwing from getters, `toJSON` or proxy traps. Never throws. Objects in the copy
 * have no prototype, so that a key `__proto__` is a key like any other.
 */
export function plain(value: unknown, walk: Walk = newWalk()): Plain {
  switch (typeof value) {
    case 'string':
      return text(value, walk);
    case 'number':
      walk.room -= 8;
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      walk.room -= 5;
      return value;
    case 'undefined':
      return undefined;
    case 'bigint':
      return text(bigText(value), walk);
    case 'symbol':
      return text(String(value), walk);
    case 'function':
      return undefined;
    default:
  }
  if (value === null) return null;
  walk.room -= 2;
  if (walk.room <= 0) return '[Line too long]';
  if (walk.ancestors.includes(value as object)) return '[Circular]';
  if (walk.ancestors.length >= MAX_DEPTH) return '[Too deep]';
  walk.ancestors.push(value as object);
  try {
    return plainObject(value as object, walk);
  } catch (thrown) {
    return describeThrown(thrown);
  } finally {
    walk.ancestors.pop();
  }
}

/** A copy of an object's own enumerable properties; one that can't be read is replaced by a mark that says so. */
export function plainFields(value: object, walk: Walk): { [key: string]: Plain } {
  const copy: { [key: string]: Plain } = Object.create(null);
  for (const key of Object.keys(value)) {
    if (walk.room <= 0) {
      copy['…'] = '[Line too long]';
      break;
    }
    copy[plainName(key, walk)] = plainProperty(value, key, walk);
  }
  return copy;
}

/** A key as it is written: data used as keys is cut. */
export function plainName(key: string, walk: Walk): string {
  const name = key.length > MAX_NAME ? `${key.slice(0, MAX_NAME)}… [${key.length - MAX_NAME} characters cut]` : key;
  walk.room -= name.length + 4;
  return name;
}

/** One property, read with care, or hidden. */
export function plainProperty(value: object, key: string, walk: Walk): Plain {
  let property: unknown;
  try {
    property = (value as Record<string, unknown>)[key];
  } catch (thrown) {
    return describeThrown(thrown);
  }
  const isHidden = isValueKey(key) && hidesValueOf(value, walk.redaction) && isSecretValue(property);
  return plainAt(key, isHidden ? REDACTED : property, walk);
}

/** What lies under a key, or a mark in its place. @param copy Makes the copy of a value that is shown. */
export function plainAt<T extends Plain>(
  key: string,
  value: unknown,
  walk: Walk,
  copy: (value: unknown, walk: Walk) => T | Plain = plain,
): T | Plain {
  const { redaction, path } = walk;
  if (redaction.hidesKey(key) && isSecretValue(value, key)) return plain(REDACTED, walk);
  if (!redaction.hasPaths) return copy(value, walk);
  path.push(key);
  const shown = redaction.hidesPath(path) && isSecretValue(value) ? plain(REDACTED, walk) : copy(value, walk);
  path.pop();
  return shown;
}

function plainObject(value: object, walk: Walk): Plain {
  if (Array.isArray(value)) return plainItems(value, walk);
  if (isError(value)) return describeError(value, walk);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (types.isMap(value)) return plainMap(value, walk);
  if (types.isSet(value)) return plainItems(value, walk);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return plainBytes(value, walk);
  if (types.isBoxedPrimitive(value)) return plain(value.valueOf(), walk);
  if (types.isRegExp(value)) return text(String(value), walk);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') {
    const result: unknown = toJSON.call(value, '');
    // An object that answers with itself is written by its properties.
    if (result !== value) return plain(result, walk);
  }
  const fields = plainFields(value, walk);
  // Promises, weak maps and the like have nothing to show: their name says more than `{}`.
  if (Object.keys(fields).length === 0 && nameOf(value) !== 'Object') return `[${nameOf(value)}]`;
  return fields;
}

function plainItems(items: Iterable<unknown>, walk: Walk): Plain[] {
  const copy: Plain[] = [];
  const isPair = Array.isArray(items) && items.length === 2 && Array.isArray(walk.ancestors.at(-2));
  let before: unknown;
  for (const item of items) {
    if (walk.room <= 0) {
      copy.push('[Line too long]');
      break;
    }
    walk.room -= 1;
    const shown = hidesItem(before, item, isPair, walk.redaction) ? REDACTED : item;
    copy.push(typeof item === 'function' ? '[Function]' : (plainItem(copy.length, shown, walk) ?? null));
    before = item;
  }
  return copy;
}

function plainItem(index: number, item: unknown, walk: Walk): Plain {
  return walk.redaction.hasPaths ? plainAt(String(index), item, walk) : plain(item, walk);
}

function plainMap(map: Map<unknown, unknown>, walk: Walk): Plain {
  const copy: { [key: string]: Plain } = Object.create(null);
  for (const [key, item] of map) {
    // A map with other keys than strings has no faithful object form.
    if (typeof key !== 'string') return [...map].slice(0, 10_000).map((entry) => plainItems(entry, walk));
    if (walk.room <= 0) break;
    copy[plainName(key, walk)] = plainAt(key, item, walk);
  }
  return copy;
}

function plainBytes(value: ArrayBufferView | ArrayBufferLike, walk: Walk): Plain {
  if (ArrayBuffer.isView(value) && !Buffer.isBuffer(value) && !types.isUint8Array(value) && !types.isDataView(value)) {
    return plainItems(value as unknown as Iterable<unknown>, walk);
  }
  walk.room -= 128;
  return { type: nameOf(value), bytes: value.byteLength, base64: base64Of(value) };
}

function text(given: string, walk: Walk): string {
  const room = Math.max(walk.room, SHORTEST);
  const value = hideInText(given.length > room + SEAM ? given.slice(0, room + SEAM) : given, walk.redaction);
  const cut = value.length > room ? `${value.slice(0, room)}… [${given.length - room} characters cut]` : value;
  walk.room -= cut.length + 2;
  return cut;
}

// Writing out a huge integer takes quadratic time.
function bigText(value: bigint): string {
  const limit = 1n << 4096n;
  return value < limit && value > -limit ? String(value) : '[BigInt of more than 4096 bits]';
}
