import { context } from '@opentelemetry/api';
import { currentRequest, runWithRequest } from './current';
import { looksLike } from './looks-like';

/** A function that does what `fn` does, but in the context of the code that binds it: its request and its trace. What is no function stays what it is. */
export function bindToContext<F extends (this: any, ...args: any[]) => any>(fn: F): F {
  if (typeof fn !== 'function') return fn;
  const record = currentRequest();
  const active = context.active();
  return looksLike(fn, function (this: unknown, ...args: unknown[]): unknown {
    return runWithRequest(record, () => context.with(active, () => fn.apply(this, args) as unknown));
  } as F);
}
