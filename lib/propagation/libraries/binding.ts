import {
  bindToContext,
  captureContext,
  createPrivateSlot,
  NO_CONTEXT,
  runInContext,
  storedContext,
  type RequestContext,
} from '../../context';
import { patchOnce } from './library';

type Method = (...args: any[]) => any;
type Wrapped = (this: any, ...args: any[]) => any;

const contexts = createPrivateSlot<RequestContext>();

/**
 * Notes on a command, task or query the context that it is made in, for what is called for it later. The first stays.
 */
export function bindObject(object: object): void {
  if (contexts.of(object) === undefined) contexts.put(object, captureContext());
}

/** Runs `fn` in the context that was noted on an object; as it is called, if there is none. */
export function runAs<T>(object: object, fn: () => T): T {
  const noted = contexts.of(object);
  return noted === undefined || noted === storedContext() ? fn() : runInContext(noted, fn);
}

/** Runs `fn` in the context of all of the objects if they have one in common, and in none if they have not. */
export function runAsAll<T>(objects: readonly object[], fn: () => T): T {
  const noted = new Set(objects.map((object) => contexts.of(object) ?? NO_CONTEXT));
  const [first = NO_CONTEXT] = noted;
  return runInContext(noted.size === 1 ? first : NO_CONTEXT, fn);
}

/**
 * A method that binds all functions that it is given: they are called on a connection, which another request opened.
 */
export const bindsCallbacks = (original: Method): Wrapped =>
  function (...args) {
    return original.apply(
      this,
      args.map((arg: unknown) => (typeof arg === 'function' ? bindToContext(arg as Method) : arg)),
    ) as unknown;
  };

/** A method that runs in the context that was noted on its object. */
export const runsBound = (original: Method): Wrapped =>
  function (...args) {
    return runAs(this as object, () => original.apply(this, args) as unknown);
  };

/** The `emit` of a class, in the context that was noted on the emitter. What has no listener goes on as it is. */
export const emitsBound = (original: Method): Wrapped =>
  function (event: string, ...args) {
    const { _events: heard } = this as { _events?: Record<string, unknown> };
    const isHeard = event === 'error' || heard?.[event] !== undefined;
    return isHeard
      ? runAs(this as object, () => original.call(this, event, ...args) as unknown)
      : (original.call(this, event, ...args) as unknown);
  };

/** The same wrapper for several methods. */
export const eachOf = (names: readonly string[], make: (original: Method) => Wrapped): Record<string, typeof make> =>
  Object.fromEntries(names.map((name) => [name, make]));

/** Patches the class that an object is of, if that is not one of Node.js's own or the bare object. */
export function patchClassOf(object: object, methods: Parameters<typeof patchOnce>[1]): void {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === null || SHARED_CLASSES.has((prototype.constructor as { name?: string } | undefined)?.name ?? ''))
    return;
  const own = Object.entries(methods).filter(
    ([name]) => typeof (prototype as Record<string, unknown>)[name] === 'function',
  );
  patchOnce(prototype, Object.fromEntries(own));
}

const SHARED_CLASSES = new Set([
  'Object',
  'EventEmitter',
  'Stream',
  'Readable',
  'Writable',
  'Duplex',
  'Transform',
  'PassThrough',
]);
