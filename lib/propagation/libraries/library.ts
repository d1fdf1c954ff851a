import { looksLike } from '../../context';
import { patchMethod } from '../../http/patch';

/**
 * A package whose queues would lose the context, and how to mend that. Patches are made in place and once, however
 * often the package is loaded.
 */
export interface Library {
  readonly name: string;
  readonly versions: string[];
  /** Patches what the package exports; may return something in its place. */
  readonly patch?: (exports: any) => unknown;
  /** Patches what files inside the package export. */
  readonly files?: Readonly<Record<string, (exports: any) => unknown>>;
}

type Make = (original: (...args: any[]) => any) => (this: any, ...args: any[]) => any;

const patched = new WeakSet<object>();

/** Replaces methods of a class, once. A class or method that this version of the package does not have is left out. */
export function patchClass(Class: { prototype?: object } | undefined, methods: Record<string, Make>): void {
  if (Class?.prototype !== undefined) patchOnce(Class.prototype, methods);
}

/**
 * Replaces methods that a class has itself: those that it inherits are patched in the class that has them, by others as
 * well.
 */
export function patchOwn(Class: { prototype?: object } | undefined, methods: Record<string, Make>): void {
  const prototype = Class?.prototype;
  if (prototype === undefined) return;
  patchOnce(prototype, Object.fromEntries(Object.entries(methods).filter(([name]) => Object.hasOwn(prototype, name))));
}

/**
 * Replaces methods of an object, once. Libraries look at the names of their methods, so replacements keep name and
 * arity.
 */
export function patchOnce(target: object, methods: Record<string, Make>): void {
  if (patched.has(target)) return;
  patched.add(target);
  for (const [name, make] of Object.entries(methods))
    patchMethod(target, name, (original) => looksLike(original, make(original)));
}

/** What a module exports by default, imported or required. */
export const defaultOf = (exports: any): any => exports?.default ?? exports;
