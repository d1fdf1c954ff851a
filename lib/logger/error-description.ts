import { types } from 'node:util';
import { nameOf } from './marks';
import { plain, plainName, plainProperty, type Walk } from './plain';
import type { Plain } from './types';

/** True for errors of this realm and any other (vm contexts, Jest), and for whatever inherits from Error. */
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
 * likewise, and its own enumerable properties such as `code`. `JSON.stringify` alone would write `{}`.
 */
export function describeError(error: Error, walk: Walk): { [key: string]: Plain } {
  const described: { [key: string]: Plain } = Object.create(null);
  const name = plainProperty(error, 'name', walk);
  described['name'] = typeof name === 'string' && name !== '' && name !== 'Error' ? name : nameOf(error).replace(/^Object$/, 'Error');
  for (const key of ['message', 'stack'] as const) {
    const value = plainProperty(error, key, walk);
    if (value !== undefined) described[key] = value;
  }
  for (const key of ['cause', 'errors'] as const) {
    if (hasOwn(error, key)) described[key] = plainProperty(error, key, walk) ?? null;
  }
  for (const key of ownKeys(error)) {
    if (walk.room <= 0) break;
    if (key in described) continue;
    const value = plainProperty(error, key, walk);
    if (value !== undefined) described[plainName(key, walk)] = value;
  }
  return described;
}

function hasOwn(error: Error, key: string): boolean {
  try {
    return Object.prototype.hasOwnProperty.call(error, key);
  } catch {
    return false;
  }
}

function ownKeys(error: Error): string[] {
  try {
    return Object.keys(error);
  } catch {
    return [];
  }
}

/** Any thrown value in the form of an error: what isn't one is shown as Node would print it. */
export function describeFault(thrown: unknown, print: (value: unknown) => string, walk: Walk): { [key: string]: Plain } {
  if (isError(thrown)) return plain(thrown, walk) as { [key: string]: Plain };
  const described: { [key: string]: Plain } = Object.create(null);
  described['name'] = thrown === null ? 'null' : typeof thrown;
  described['message'] = print(thrown);
  return described;
}
