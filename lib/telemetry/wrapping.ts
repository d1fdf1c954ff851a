import type { Instrumentation } from '@opentelemetry/instrumentation';

type Method = (this: unknown, ...args: unknown[]) => unknown;
type OnError = (error: unknown) => void;
type Wrapper = (original: Method, name: string) => unknown;
type Wrap = (target: object, name: string, wrapper: Wrapper) => unknown;

/** One call of a wrapped function, and what has become of the original in it. */
interface Call { readonly of: Method; ran: boolean; failed: boolean; outcome: unknown }

let current: Call | undefined;

/**
 * Puts a layer between the app and each function that an instrumentation wraps by `_wrap`. What the instrumentation does before and after the call may
 * fail: the app then has what the original returns or throws. The original runs once, with the app's own arguments if the instrumentation has not got
 * as far as calling it.
 */
export function guardWraps(instrumentation: Instrumentation, onError: OnError): void {
  const wrapping = instrumentation as unknown as { _wrap?: Wrap };
  const wrap = wrapping._wrap;
  if (typeof wrap !== 'function') return;
  // `_massWrap` goes through it, too.
  wrapping._wrap = (target, name, wrapper) => wrap(target, name, (original, key) => guardCall(original, (given) => wrapper(given, key), onError));
}

/** A function in the place of `original` that calls what `wrapper` makes of it, and the original alone if that fails. */
export function guardCall(original: Method, wrapper: (original: Method) => unknown, onError: OnError): unknown {
  const recorded = like(original, function (this: unknown, ...args: unknown[]): unknown {
    const call = current;
    // Not within a call of ours (later, or a second time): nothing to note.
    if (call?.of !== recorded || call.ran) return new.target ? construct(original, args, new.target as Method, recorded) : original.apply(this, args);
    call.ran = true;
    try {
      return call.outcome = new.target ? construct(original, args, new.target as Method, recorded) : original.apply(this, args);
    } catch (error) {
      call.failed = true;
      call.outcome = error;
      throw error;
    }
  });
  const wrapped = wrapper(recorded);
  if (typeof wrapped !== 'function') return wrapped;
  const guarded: Method = like(wrapped as Method, function (this: unknown, ...args: unknown[]): unknown {
    const outer = current;
    const call: Call = { of: recorded, ran: false, failed: false, outcome: undefined };
    current = call;
    try {
      return new.target ? construct(wrapped as Method, args, new.target as Method, guarded) : (wrapped as Method).apply(this, args);
    } catch (error) {
      if (call.failed && call.outcome === error) throw error;
      report(error, onError);
      if (call.failed) throw call.outcome;
      if (call.ran) return call.outcome;
      current = outer;
      return new.target ? construct(original, args, new.target as Method, guarded) : original.apply(this, args);
    } finally {
      current = outer;
    }
  });
  // Libraries look at the names and the arity of what they call.
  Object.defineProperties(guarded, pick(original, ['name', 'length']));
  return guarded;
}

/** Constructs by `target` as its stand-in was constructed by. A call is no call of another function: frames of ours push the app's out of stacks. */
function construct(target: Method, args: unknown[], newTarget: Method, standIn: Method): unknown {
  return Reflect.construct(target, args, newTarget === standIn ? target : newTarget) as unknown;
}

/** Gives a function that stands for another the properties of that: its prototype, what is static, how promisify sees it. */
function like(model: Method, replacement: Method): Method {
  const prototype: unknown = Object.getPrototypeOf(model);
  if (prototype !== Function.prototype) Object.setPrototypeOf(replacement, prototype as object);
  Object.defineProperties(replacement, pick(model, Reflect.ownKeys(model)));
  return replacement;
}

/** The descriptors of own properties that a function may be given. */
function pick(from: Method, keys: readonly (string | symbol)[]): PropertyDescriptorMap {
  const picked: PropertyDescriptorMap = {};
  for (const key of keys) {
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    if (descriptor === undefined || key === 'arguments' || key === 'caller') continue;
    // A function's `prototype` can be replaced, but not turned into something that is configurable.
    picked[key] = key === 'prototype' ? { value: descriptor.value as unknown } : descriptor;
  }
  return picked;
}

function report(error: unknown, onError: OnError): void {
  try {
    onError(error);
  } catch {
    // The report is for the operator's sake; the app goes on.
  }
}
