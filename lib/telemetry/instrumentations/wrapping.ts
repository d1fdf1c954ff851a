import { diag } from '@opentelemetry/api';
import { looksLike } from '../../context';

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Wrapper = (original: Method, name: string) => unknown;

/** One running call of a wrapped method. */
interface Call {
  ran: boolean;
  failed: boolean;
  outcome: unknown;
}

/** What an instrumentation wraps methods with, as `InstrumentationBase` has it. */
export type Wrap = (holder: object, name: string, wrapper: Wrapper) => unknown;

/**
 * Puts what every instrumentation wraps behind one guard, so that an exception of ours never reaches the app: if our
 * part throws before the original ran, the original runs with the app's own arguments; if it throws afterwards, the app
 * gets what the original gave. What the original throws goes through. The replacement looks like the original.
 */
export function guardWrap(wrap: Wrap): Wrap {
  return (holder, name, wrapper) => {
    // Upstream's complains on stderr then, which is the app's.
    if (typeof (holder as Record<string, unknown> | undefined)?.[name] !== 'function') return undefined;
    return wrap(holder, name, (original, its) => guarded(original, its, wrapper));
  };
}

/** Few functions and none that could be shared: each of them is a frame of the app's stacks, of which V8 keeps ten. */
function guarded(original: Method, name: string, wrapper: Wrapper): unknown {
  let running: Call | undefined;
  const tracked: Method = function (...args) {
    const call = running;
    if (call !== undefined) call.ran = true;
    try {
      const outcome: unknown = new.target ? Reflect.construct(original, args, new.target) : original.apply(this, args);
      if (call !== undefined) call.outcome = outcome;
      return outcome;
    } catch (error) {
      if (call !== undefined) {
        call.failed = true;
        call.outcome = error;
      }
      throw error;
    }
  };
  const replacement = wrapper(likeness(original, tracked), name);
  if (replacement === tracked || typeof replacement !== 'function') return original;
  return likeness(original, function (...args) {
    const outer = running;
    const call: Call = (running = { ran: false, failed: false, outcome: undefined });
    try {
      return new.target
        ? (Reflect.construct(replacement, args, new.target) as unknown)
        : (Reflect.apply(replacement, this, args) as unknown);
    } catch (error) {
      if (call.failed && error === call.outcome) throw error;
      diag.debug(`an instrumentation failed around ${name}()`, error);
      if (call.failed) throw call.outcome;
      if (call.ran) return call.outcome;
      return new.target ? Reflect.construct(original, args, new.target) : original.apply(this, args);
    } finally {
      running = outer;
    }
  });
}

/** Gives a function the name, arity, prototype and properties of another. */
function likeness(original: Method, made: Method): Method {
  for (const [key, descriptor] of Object.entries(
    Object.getOwnPropertyDescriptors(original) as Record<string, PropertyDescriptor>,
  )) {
    // Marks of the wrapping, which are the wrapper's own.
    if (key.startsWith('__') || Object.getOwnPropertyDescriptor(made, key)?.configurable === false) continue;
    Object.defineProperty(made, key, descriptor);
  }
  if (Object.hasOwn(original, 'prototype')) made.prototype = original.prototype as unknown;
  Object.setPrototypeOf(made, Object.getPrototypeOf(original) as object | null);
  return looksLike(original, made);
}
