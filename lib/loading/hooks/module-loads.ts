import fs from 'node:fs';
import module from 'node:module';
import { attempt } from '../../attempt';
import { isCalledByEsLoader } from './caller';

/** Learns of CommonJS modules as they are loaded: once for each module, unlike hooks on `require`. */
export interface LoadWatcher {
  /** Before a module runs, with its text. An ES module that is required counts. */
  before?(text: string, file: string): void;
  /** Whether `after` is called for a file. */
  wants?(file: string): boolean;
  /**
   * After a module ran. What it returns, if anything, stands in the place of the module's exports, for `require` and
   * `import` alike.
   */
  after?(file: string, exports: unknown): unknown;
}

interface Loading {
  readonly id: string;
  readonly filename: string | null;
  exports: unknown;
}

const watchers = new Set<LoadWatcher>();
let uninstall: (() => void) | undefined;

/**
 * Watches from here on. Returns the undo.
 *
 * A wrapper of `require` or `_compile` would be in the stack of every error that a module throws while it is loaded, in
 * front of the app's own frames; Node keeps ten frames. Node assigns properties of the module instead before and after
 * it runs, which an inherited setter sees:
 * https://github.com/nodejs/node/blob/v20.20.2/lib/internal/modules/cjs/loader.js#L1243-L1280
 */
export function watchLoading(watcher: LoadWatcher): () => void {
  watchers.add(watcher);
  uninstall ??= install();
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    uninstall?.();
    uninstall = undefined;
  };
}

function install(): () => void {
  const undos = [
    // The constructor's `this.loaded = false`.
    inherit('loaded', (loading, value) => {
      const wanting =
        value === false ? [...watchers].filter((watcher) => attempt(() => watcher.wants?.(loading.id))) : [];
      if (wanting.length === 0) assign(loading, 'loaded', value);
      else awaitEnd(loading, wanting);
    }),
    // The first thing that is set when the module's text is about to be read.
    inherit('paths', (loading, value) => {
      assign(loading, 'paths', value);
      const { filename } = loading;
      if (typeof filename === 'string' && [...watchers].some(({ before }) => before)) attempt(() => showNext(filename));
    }),
  ];
  return () => undos.forEach((undo) => undo());
}

/** Has modules inherit a setter, which is met as long as they have no such property of their own. */
function inherit(name: string, set: (loading: Loading, value: unknown) => void): () => void {
  const { prototype } = module as unknown as { prototype: object };
  const setter = function (this: Loading, value: unknown): void {
    set(this, value);
  };
  Object.defineProperty(prototype, name, {
    __proto__: null,
    get: () => undefined,
    set: setter,
    configurable: true,
  } as PropertyDescriptor);
  return () => {
    if (Object.getOwnPropertyDescriptor(prototype, name)?.set === setter) Reflect.deleteProperty(prototype, name);
  };
}

/** What an assignment does if nothing is inherited. */
function assign(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
}

/** Waits for `this.loaded = true`, behind which Node takes over the exports. */
function awaitEnd(loading: Loading, wanting: readonly LoadWatcher[]): void {
  Object.defineProperty(loading, 'loaded', {
    __proto__: null,
    get: () => false,
    set(value: unknown) {
      assign(loading, 'loaded', value);
      if (value !== true) return;
      for (const watcher of wanting) {
        if (!watchers.has(watcher)) continue;
        const replaced = attempt(() => watcher.after?.(loading.filename ?? loading.id, loading.exports));
        if (replaced !== undefined && replaced !== loading.exports) loading.exports = replaced;
      }
    },
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
}

/** The module whose text is about to be read. */
let awaited: string | undefined;
let readFileSync: typeof fs.readFileSync | undefined;

/**
 * Shows the text of a module that is read next. Node reads it in the same turn, with the function that `fs` has: one of
 * ours is there until then, because reading it twice would take longer than all the rest.
 */
function showNext(file: string): void {
  if (/\.(?:json|node)$/.test(file)) return;
  // The loader of ES modules has read it by now.
  if (/\.m[jt]s$/.test(file) || isCalledByEsLoader(6)) return show(file, fs.readFileSync(file, 'latin1'));
  awaited = file;
  if (fs.readFileSync === showing) return;
  readFileSync = fs.readFileSync;
  fs.readFileSync = showing;
}

const showing = function (this: unknown, ...args: Parameters<typeof fs.readFileSync>): unknown {
  const original = readFileSync!;
  if (fs.readFileSync === showing) fs.readFileSync = original;
  const text = Reflect.apply(original, this, args) as unknown;
  if (args[0] === awaited) {
    awaited = undefined;
    show(args[0] as string, String(text));
  }
  return text;
} as typeof fs.readFileSync;

function show(file: string, text: string): void {
  for (const watcher of [...watchers]) attempt(() => watcher.before?.(text, file));
}
