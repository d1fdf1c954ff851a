import { types } from 'node:util';
import { describeError, isError } from './error-description';
import { withoutPasswords } from './credentials';
import { base64Of, describeThrown, nameOf } from './marks';
import { DEFAULT_REDACTION, isSecretValue, REDACTED, type Redaction } from './redaction';
import type { Plain } from './types';

/** Deeper levels are replaced by `[Too deep]`; people nest this deep only by accident. */
const MAX_DEPTH = 24;
/** Longer strings are cut and marked, in UTF-16 units. */
export const MAX_STRING = 256 * 1024;
/** The same for keys. */
export const MAX_NAME = 1024;
/** What one line may hold altogether, in UTF-16 units (roughly): what comes later is replaced by `[Line too long]`. */
const MAX_LINE = 1024 * 1024;

/** What has been walked on the way to a value: its ancestors, to find circles, and how much room the line has left. */
export interface Walk {
  readonly ancestors: object[];
  room: number;
  readonly redaction: Redaction;
  /** The keys on the way, where the redaction asks for them. */
  readonly path: string[];
}

/** @param path Where in a line's fields the walk begins. */
export function newWalk(redaction: Redaction = DEFAULT_REDACTION, ...path: string[]): Walk {
  return { ancestors: [], room: MAX_LINE, redaction, path };
}

/**
 * A copy of `value` that `JSON.stringify` writes without running any code of the app, whatever the value is:
 * circular, endlessly deep, huge, throwing from getters, `toJSON` or proxy traps. Never throws. Objects in the copy
 * have no prototype, so that a key `__proto__` is a key like any other.
 */
export function plain(value: unknown, walk: Walk = newWalk()): Plain {
  switch (typeof value) {
    case 'string': return text(value, walk);
    case 'number': walk.room -= 8; return Number.isFinite(value) ? value : String(value);
    case 'boolean': walk.room -= 5; return value;
    case 'undefined': return undefined;
    case 'bigint': return text(bigText(value), walk);
    case 'symbol': return text(String(value), walk);
    case 'function': return undefined;
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

/** A key as it is written: whoever takes data for keys gets them cut. */
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
  return plainAt(key, property, walk);
}

function plainAt(key: string, value: unknown, walk: Walk): Plain {
  const { redaction, path } = walk;
  if (redaction.hidesKey(key) && isSecretValue(value)) return plain(REDACTED, walk);
  if (!redaction.hasPaths) return plain(value, walk);
  path.push(key);
  const copy = redaction.hidesPath(path) && isSecretValue(value) ? plain(REDACTED, walk) : plain(value, walk);
  path.pop();
  return copy;
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
  for (const item of items) {
    if (walk.room <= 0) {
      copy.push('[Line too long]');
      break;
    }
    walk.room -= 1;
    copy.push(typeof item === 'function' ? '[Function]' : plainItem(copy.length, item, walk) ?? null);
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
  const value = withoutPasswords(given);
  const cut = value.length > MAX_STRING ? `${value.slice(0, MAX_STRING)}… [${value.length - MAX_STRING} characters cut]` : value;
  walk.room -= cut.length + 2;
  return cut;
}

// Writing out a huge integer takes quadratic time.
function bigText(value: bigint): string {
  const limit = 1n << 4096n;
  return value < limit && value > -limit ? String(value) : '[BigInt of more than 4096 bits]';
}
