type OnRequire = (exports: object, name: string, folder: undefined) => unknown;

const hooks = new Set<Hook>();

/**
 * Replaces the class of require-in-the-middle, which instrumentations import: the bundle has this one instead. That one
 * wraps `require` itself, and is in the stack of all that is thrown while a module is loaded. Packages are patched when
 * they are loaded (see esm.ts), so that hooks have to be run for builtins only, by {@link patchBuiltin}.
 */
export class Hook {
  readonly #modules: readonly string[] | null;
  readonly #onRequire: OnRequire;
  readonly #seen = new Set<string>();

  constructor(modules: readonly string[] | null, _options: unknown, onRequire: OnRequire) {
    this.#modules = modules;
    this.#onRequire = onRequire;
    hooks.add(this);
  }

  run(name: string, exports: object): void {
    if (this.#seen.has(name) || this.#modules?.includes(name) === false) return;
    this.#seen.add(name);
    this.#onRequire(exports, name, undefined);
  }

  unhook(): void {
    hooks.delete(this);
  }
}

/** Loads a builtin and has it patched in place, by the hooks in their order; those that they add come last. */
export function patchBuiltin(name: string): void {
  const exports = require(name) as object;
  for (const hook of hooks) hook.run(name, exports);
}

/** Has builtins mentioned before `process.getBuiltinModule` gives them, which no module hook sees. Returns the undo. */
export function watchGetBuiltin(mention: (specifier: string) => void): () => void {
  const holder = process as unknown as { getBuiltinModule?: (this: unknown, id: string) => unknown };
  const original = holder.getBuiltinModule;
  if (original === undefined) return () => {};
  const getBuiltinModule = function (this: unknown, id: string): unknown {
    if (typeof id === 'string') mention(id);
    return Reflect.apply(original, this, [id]);
  };
  holder.getBuiltinModule = getBuiltinModule;
  return () => {
    if (holder.getBuiltinModule === getBuiltinModule) holder.getBuiltinModule = original;
  };
}
