import { context } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import { looksLike } from '../../looks-like';
import { watchPromise } from '../../watching';

type Method = (this: any, ...args: any[]) => any;

/** Follows one call that has begun. Nothing of it may throw. */
export interface Call {
  /** What the app gets from the call; returns it, or the promise that follows it. */
  result(value: unknown): unknown;
  /** The call threw. */
  failed(error: unknown): void;
  /** Runs the call itself; without it, the call runs as it is. */
  run?(act: () => unknown): unknown;
}

/**
 * Begins to follow a call of a method: gets its object and its arguments, which are a list of their own and may be
 * replaced in it, such as a callback. Undefined: the call is not followed. What it throws is dropped.
 */
export type Begin = (self: any, args: any) => Call | undefined;

/** Methods of ours, which are not followed a second time. */
const followed = new WeakSet<object>();

/**
 * Has calls of a method followed. The app sees a method of the same name, arity and properties; what it returns and
 * throws is the original's. A method that is not there, or is followed already, stays as it is.
 */
export function follow(holder: object | undefined | null, name: string | symbol, begin: Begin): void {
  if (holder === undefined || holder === null) return;
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  const original = descriptor?.value as Method | undefined;
  if (typeof original !== 'function' || followed.has(original)) return;
  Object.defineProperty(holder, name, { ...descriptor, value: followedCalls(original, begin) });
}

/** A function whose calls are followed; the same one for a function that is followed already. */
export function followedCalls<F extends Method>(original: F, begin: Begin): F {
  if (followed.has(original)) return original;
  const replacement = function (this: unknown, ...args: unknown[]): unknown {
    const call = attempt(() => begin(this, args));
    if (call === undefined) return original.apply(this, args) as unknown;
    let value: unknown;
    try {
      value = call.run
        ? call.run(() => original.apply(this, args) as unknown)
        : (original.apply(this, args) as unknown);
    } catch (error) {
      call.failed(error);
      throw error;
    }
    return call.result(value);
  };
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(original)))
    if (key !== 'prototype') attempt(() => Object.defineProperty(replacement, key, descriptor));
  followed.add(looksLike(original, replacement));
  return replacement as F;
}

/** What reports the outcome of a call. */
export interface Reports {
  ended(value: unknown): void;
  failed(error: unknown): void;
}

/** Follows a call whose result is a promise, or the result itself. */
export const settling = ({ ended, failed }: Reports): Call => ({
  result(value) {
    if (value instanceof Promise) return watchPromise(value, ended, failed);
    attempt(() => ended(value));
    return value;
  },
  failed: (error) => attempt(() => failed(error)),
});

/**
 * Follows a call whose last argument is a callback with the error first, which is replaced in `args`; it is called in
 * the context of the call. Undefined if there is none.
 */
export function callingBack(args: any[], { ended, failed }: Reports): Call | undefined {
  const place = args.findLastIndex((arg) => typeof arg === 'function');
  if (place < 0) return undefined;
  const callback = args[place] as Method;
  const active = context.active();
  args[place] = looksLike(callback, function (this: unknown, ...values: unknown[]): unknown {
    attempt(() => (values[0] ? failed(values[0]) : ended(values[1])));
    return context.with(active, () => callback.apply(this, values) as unknown);
  });
  return { result: (value) => value, failed: (error) => attempt(() => failed(error)) };
}
