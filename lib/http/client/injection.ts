import type * as Http from 'node:http';
import { types } from 'node:util';
import { type Context, propagation } from '@opentelemetry/api';

/** Headers of which a request has all of one sender or none: an ID of the app's with a state of ours would be wrong. */
const groupOf = (name: string): string =>
  name === 'traceparent' || name === 'tracestate' ? 'w3c' : name === 'b3' || name.startsWith('x-b3-') ? 'b3' : name;

/** What may stand in a header: anything else would let a value add headers of its own, or make Node.js throw. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The headers that propagate a context, without those that the app has set itself: the app's own win. */
export function headersFor(active: Context, isSet: (name: string) => boolean): [name: string, value: string][] {
  const carrier: Record<string, unknown> = {};
  propagation.inject(active, carrier);
  const added: [name: string, value: string][] = [];
  let taken: Set<string> | undefined;
  const names = Object.keys(carrier);
  for (const name of names) if (isSet(name)) (taken ??= new Set()).add(groupOf(name.toLowerCase()));
  for (const name of names) {
    const value = String(carrier[name]);
    if (!taken?.has(groupOf(name.toLowerCase())) && NAME.test(name) && VALUE.test(value)) added.push([name, value]);
  }
  return added;
}

/** Whether a message that is about to be written has a header: set by one of its methods, or given as an array. */
export function hasHeader(message: Http.OutgoingMessage, headers: unknown, name: string): boolean {
  if (Array.isArray(headers)) return isAmong(headers, name);
  const { OutgoingMessage } = require('node:http') as typeof Http;
  // Not by the message's own method: the app may have put one of its own there.
  return OutgoingMessage.prototype.hasHeader.call(message, name);
}

/**
 * Whether headers in one of the forms that an app may give them have one of a name. Traps of a proxy are not called.
 */
export function isAmong(headers: unknown, name: string): boolean {
  if (typeof headers !== 'object' || headers === null || types.isProxy(headers)) return false;
  const lower = name.toLowerCase();
  const same = (key: unknown): boolean => typeof key === 'string' && key.toLowerCase() === lower;
  if (!Array.isArray(headers)) return Object.keys(headers).some(same);
  if (Array.isArray(headers[0])) return headers.some((entry) => Array.isArray(entry) && same(entry[0]));
  return headers.some((entry, index) => index % 2 === 0 && same(entry));
}
