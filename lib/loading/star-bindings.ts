/** A step that somebody else takes for a generator, with or without waiting: `[kind, what, context]`. */
export type Steps<Result> = Generator<unknown[], Result, unknown>;
/** A module, and what its source is asked for with. */
export interface Located { readonly url: string; readonly context: object }

/** What import-in-the-middle knows of a module's text. */
export interface ModuleExports {
  readonly exportNames: readonly string[] | ReadonlySet<string>;
  readonly starReexports?: readonly { readonly specifier: string; readonly parentURL: string }[];
  readonly format?: string;
  /** Only where its imports were asked for. */
  readonly hasModuleImports?: boolean;
}

/** `export { importName as name } from 'from'`, in one statement or two. */
export interface Reexport { readonly type: string; readonly name?: string; readonly importName?: string | null; readonly from?: string }

/** What import-in-the-middle has for it. */
export interface Parts {
  getModuleExports(url: string, context: object, includeModuleImports: boolean): Steps<ModuleExports>;
  findCyclicImports(url: string, context: object, cycle: object, seen: Set<string>, resolveImports: unknown): Steps<boolean>;
  resolveFrom(specifier: string, parentUrl: string, context: object): Steps<Located>;
  /** What an ES module exports, as es-module-lexer says it; nothing for any other. */
  lexExports(module: Located): Steps<readonly Reexport[]>;
  shouldExcludeExport(name: string, url: string): boolean;
}

/**
 * Creates what follows a name of a module to the variable behind it: two names are one where they are the same variable.
 * https://tc39.es/ecma262/#sec-resolveexport
 */
export function createBindingFinder({ getModuleExports, resolveFrom, lexExports }: Parts): (module: Located, name: string) => Steps<string | undefined> {
  const lexed = new Map<string, readonly Reexport[]>();
  function* follow(module: Located, name: string, seen: Set<string>): Steps<string | undefined> {
    const here = `${module.url}\0${name}`;
    if (seen.has(here)) return undefined;
    seen.add(here);
    const { exportNames, starReexports = [] } = yield* getModuleExports(module.url, module.context, false);
    if ([...exportNames].includes(name)) {
      const exports = lexed.get(module.url) ?? (yield* lexExports(module));
      lexed.set(module.url, exports);
      const { from, importName } = exports.find((each) => each.type === 'reexport' && each.name === name) ?? {};
      // A namespace is each module's own.
      if (from === undefined || typeof importName !== 'string') return here;
      return (yield* follow(yield* resolveFrom(from, module.url, module.context), importName, seen)) ?? here;
    }
    for (const { specifier, parentURL } of name === 'default' ? [] : starReexports) {
      const found = yield* follow(yield* resolveFrom(specifier, parentURL, module.context), name, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return (module, name) => follow(module, name, new Set());
}
