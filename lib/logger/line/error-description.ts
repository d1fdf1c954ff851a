import { types } from 'node:util';
import { nameOf } from './placeholders';
import { serialize, serializeAt, serializeName, type SerializeState } from './serialize';
import type { Plain } from '../types';

/** What the description of one error and its causes may hold, in UTF-16 units. */
const MAX_ERROR = 16 * 1024;
/** How many levels of objects and lists are shown below an error: its own properties, and what these hold. */
const LEVELS = 1;
/** What a list takes of that: its items say more than the list, such as the issues of a validation. */
const LIST = 0.5;
/** How many items of a list are shown, as Node prints it; and how many properties of an object. */
const ITEMS = 100;

type Described = { [key: string]: Plain };

/** True for errors of this realm and any other (vm contexts, Jest), and for all that inherits from Error. */
export function isError(value: unknown): value is Error {
  try {
    return types.isNativeError(value) || value instanceof Error;
  } catch {
    // A proxy can throw even here.
    return false;
  }
}

/**
 * An error as JSON can hold it: `name`, `message`, `stack`, then `cause` and `errors` (of an AggregateError), described
 * likewise, and its own enumerable properties such as `code`, two levels deep. An error that holds its request reaches
 * sockets, agents and parsers: of instances of classes only what is no object is shown. Getters and `toJSON` are not
 * called.
 */
export function describeError(error: Error, state: SerializeState): Described {
  const whole = state.budget;
  const budget = Math.min(whole, MAX_ERROR);
  state.budget = budget;
  try {
    return describe(error, state);
  } finally {
    state.budget = whole - (budget - state.budget);
  }
}

function describe(error: Error, state: SerializeState): Described {
  const described: Described = Object.create(null);
  const name = read(error, 'name');
  described['name'] = serialize(
    typeof name === 'string' && name !== '' && name !== 'Error' ? name : nameOf(error).replace(/^Object$/, 'Error'),
    state,
  );
  for (const key of ['message', 'stack'] as const) {
    const value = read(error, key);
    if (value !== undefined) described[key] = serializeAt(key, value, state);
  }
  for (const key of ['cause', 'errors'] as const) {
    const value = own(error, key);
    if (value !== undefined)
      described[key] = serializeAt(key, value, state, (each) => shown(each, state, LEVELS)) ?? null;
  }
  addProperties(described, error, state, LEVELS);
  return described;
}

/** Adds own enumerable properties that are not there. */
function addProperties(described: Described, source: object, state: SerializeState, levels: number): void {
  let left = ITEMS;
  for (const key of ownKeys(source)) {
    if (key in described) continue;
    if (state.budget <= 0 || left <= 0) {
      described['…'] = state.budget <= 0 ? '[Line too long]' : '[More properties]';
      return;
    }
    const value = serializeAt(key, own(source, key), state, (each) => shown(each, state, levels));
    if (value !== undefined) described[serializeName(key, state)] = value;
    left -= 1;
  }
}

/** @param levels How many levels of objects are shown, from this value on. */
function shown(value: unknown, state: SerializeState, levels: number): Plain {
  if (typeof value !== 'object' || value === null || isError(value) || isScalar(value)) return serialize(value, state);
  if (types.isProxy(value)) return '[Proxy]';
  if (levels <= 0) return Array.isArray(value) ? '[Array]' : `[${nameOf(value)}]`;
  if (Array.isArray(value)) return shownItems(value, state, levels);
  if (types.isSet(value)) return shownItems([...head(value)], state, levels, value.size);
  const described: Described = Object.create(null);
  const from: object = types.isMap(value) ? Object.fromEntries(head(value)) : value;
  addProperties(described, from, state, isPlain(from) ? levels - 1 : 0);
  if (Object.keys(described).length === 0 && nameOf(value) !== 'Object') return `[${nameOf(value)}]`;
  return described;
}

function shownItems(items: readonly unknown[], state: SerializeState, levels: number, size = items.length): Plain[] {
  const copy = items
    .slice(0, ITEMS)
    .map((item) => (typeof item === 'function' ? '[Function]' : (shown(item, state, levels - LIST) ?? null)));
  if (size > ITEMS) copy.push(`… ${size - ITEMS} more items`);
  return copy;
}

/** What is written as one value. */
function isScalar(value: object): boolean {
  return (
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isBoxedPrimitive(value) ||
    types.isAnyArrayBuffer(value) ||
    Buffer.isBuffer(value)
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function* head<T>(items: Iterable<T>): Generator<T> {
  let left = ITEMS;
  for (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
  }
}

/** An own property that is no getter. */
function own(source: object, key: string): unknown {
  try {
    return Object.getOwnPropertyDescriptor(source, key)?.value as unknown;
  } catch {
    return undefined;
  }
}

/**
 * What Node reads as well, and a class may have a getter for; an own getter is not called. The stack is one in newer
 * versions of V8.
 */
function read(error: Error, key: 'name' | 'message' | 'stack'): unknown {
  try {
    const descriptor = Object.getOwnPropertyDescriptor(error, key);
    return key !== 'stack' && descriptor?.get ? undefined : error[key];
  } catch {
    return undefined;
  }
}

function ownKeys(source: object): string[] {
  try {
    return Object.keys(source);
  } catch {
    return [];
  }
}
