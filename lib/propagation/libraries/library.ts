import { patchMethod } from '../../http/patch';

/** A package whose queues would lose the context, and how to mend that. Patches are made in place and once, whoever loads the package how often. */
export interface Library {
  readonly name: string;
  readonly versions: string[];
  /** Patches what the package exports; may return something in its place. */
  readonly patch?: (exports: any) => unknown;
  /** Patches what files inside the package export. */
  readonly files?: Readonly<Record<string, (exports: any) => unknown>>;
}

const patched = new WeakSet<object>();

/** Replaces methods of a class, once. A class or method that this version of the package does not have is left out. */
export function patchClass(Class: { prototype?: object } | undefined, methods: Record<string, (original: (...args: any[]) => any) => (this: any, ...args: any[]) => any>): void {
  const prototype = Class?.prototype;
  if (prototype === undefined || patched.has(prototype)) return;
  patched.add(prototype);
  for (const [name, make] of Object.entries(methods)) patchMethod(prototype, name, make);
}

/** What a module exports by default, whichever way it was loaded. */
export const defaultOf = (exports: any): any => exports?.default ?? exports;
