import { looksLike } from '../looks-like';
import { captureContext, runInContext } from './storage';

/**
 * A function that does what `fn` does, but in the context of the code that binds it: its request and its trace. What is
 * no function stays what it is.
 */
export function bindToContext<F extends (this: any, ...args: any[]) => any>(fn: F): F {
  if (typeof fn !== 'function') return fn;
  const captured = captureContext();
  return looksLike(fn, function (this: unknown, ...args: unknown[]): unknown {
    return runInContext(captured, () => fn.apply(this, args) as unknown);
  } as F);
}
