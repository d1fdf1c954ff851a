import { attempt } from '../attempt';

type Ending = (this: unknown, ...args: unknown[]) => unknown;

/** Ways out of a process of which no event says anything, if this Node.js has them. */
const METHODS = ['reallyExit', 'execve'] as const;
// Taken at load: the app may put a `process` of its own in its place.
const self = process as unknown as Partial<Record<(typeof METHODS)[number], Ending>>;

/**
 * Flushes before the process ends by `process.reallyExit`, which libraries call in the place of `process.exit`, and
 * before `process.execve` makes it another program. `process.exit` calls the former, too, when its event is over.
 */
export function installDirectExits(flush: () => void): () => void {
  const undos = METHODS.map((name) => {
    const own = Object.getOwnPropertyDescriptor(self, name);
    const original = self[name];
    if (original === undefined || own?.configurable === false) return () => {};
    const ending: Ending = function (...args) {
      attempt(flush);
      return Reflect.apply(original, this, args);
    };
    for (const key of ['name', 'length'] as const)
      Object.defineProperty(ending, key, { value: original[key], configurable: true });
    Object.defineProperty(self, name, { configurable: true, enumerable: true, writable: true, ...own, value: ending });
    return () => {
      if (self[name] !== ending) return;
      if (own) Object.defineProperty(self, name, own);
      else delete self[name];
    };
  });
  return () => undos.forEach((undo) => undo());
}
