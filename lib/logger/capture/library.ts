import type { CapturedLines } from './lines';

/**
 * A logging package, and how its lines are captured. Patches are made in place and once, however often the package is
 * loaded.
 */
export interface Library {
  readonly name: string;
  readonly versions: string[];
  /** Patches what the package exports; may return something in its place. */
  readonly patch?: (exports: any, lines: CapturedLines) => unknown;
  /** Patches what files inside the package export. */
  readonly files?: Readonly<Record<string, (exports: any, lines: CapturedLines) => unknown>>;
}

type Method = (this: any, ...args: any[]) => any;
const patched = new WeakSet<object>();
const undos: (() => void)[] = [];

/** Replaces a method or a function of an object, if there is one and once. */
export function replace(target: object | undefined, name: string | symbol, make: (original: Method) => Method): void {
  const original = (target as Record<string | symbol, unknown> | undefined)?.[name];
  if (typeof original !== 'function' || patched.has(original)) return;
  const replacement = make(original as Method);
  patched.add(replacement);
  const own = Object.getOwnPropertyDescriptor(target, name);
  const holder = new WeakRef(target!);
  undos.push(() => {
    const patchedOne = holder.deref() as Record<string | symbol, unknown> | undefined;
    if (patchedOne?.[name] !== replacement) return;
    if (own) Object.defineProperty(patchedOne, name, own);
    else delete patchedOne[name];
  });
  Object.defineProperty(target, name, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable: Object.prototype.propertyIsEnumerable.call(target, name),
  });
}

/** Gives the logging packages their own methods back, as far as nothing else has replaced them meanwhile. */
export function restoreLoggers(): void {
  for (const undo of undos.splice(0).reverse()) undo();
}

/** Whether a method is one that `replace` has put there. */
export function isReplaced(method: unknown): boolean {
  return typeof method === 'function' && patched.has(method);
}
