import { looksLike } from '../context';

type Method = (this: any, ...args: any[]) => any;

/**
 * Replaces a method by one made from it, with its name and arity. A method that is only inherited gets an own property
 * in front of it, which goes on to what is inherited at the time of the call: node:domain, and apps, replace
 * `EventEmitter.prototype.emit` for all.
 * @returns the undo. If someone has wrapped the replacement meanwhile, it can't be taken out without taking theirs out
 *   too, so it stays: a replacement has to do without its installation (and most find no exchange then).
 */
export function patchMethod(target: object, name: string, make: (original: Method) => Method): () => void {
  const holder = target as Record<string, unknown>;
  const descriptor = Object.getOwnPropertyDescriptor(target, name);
  const original = holder[name];
  if (typeof original !== 'function') return () => {};
  const next: Method =
    descriptor === undefined
      ? function (this: unknown, ...args) {
          return Reflect.apply(Reflect.get(Object.getPrototypeOf(target) as object, name) as Method, this, args);
        }
      : (original as Method);
  const replacement = looksLike(original as Method, make(next));
  Object.defineProperty(target, name, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable: descriptor?.enumerable ?? false,
  });
  return () => {
    if (holder[name] !== replacement) return;
    if (descriptor === undefined) delete holder[name];
    else Object.defineProperty(target, name, descriptor);
  };
}
