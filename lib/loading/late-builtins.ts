import module from 'node:module';

/** Builtins that are patched, and that take too long to load for apps that may never use them. */
const LATE: readonly string[] = ['http', 'https'];

/**
 * Whether a builtin may be left to be loaded, and patched, when the app first asks for it. One that someone has loaded
 * already can be in use.
 */
export function isLate(name: string): boolean {
  return (
    LATE.includes(name) &&
    (process as { moduleLoadList?: string[] }).moduleLoadList?.includes(`NativeModule ${name}`) === false
  );
}

/**
 * Sees to it that builtins are loaded by `require`, through which they are patched, before an ES module gets them.
 * `require` itself and
 * `process.getBuiltinModule` need no help.
 */
export class LateBuiltins {
  readonly #names: Set<string>;

  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
  }

  get names(): string[] {
    return [...this.#names];
  }

  /** To be called with anything that an ES module imports, or may import; with and without `node:`. */
  mention(specifier: string): void {
    const name = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
    if (this.#names.delete(name)) requireBuiltins([name]);
  }

  /** To be called if what is imported can't be seen. */
  mentionAll(): void {
    requireBuiltins(this.names);
    this.#names.clear();
  }
}

/**
 * Requires builtins that are patched by being required. An app that only does `import { request } from 'node:http'`
 * never requires it,
 * and would go untraced, server included: https://github.com/open-telemetry/opentelemetry-js/issues/4933
 */
export function requireBuiltins(names: Iterable<string>): void {
  for (const name of names) require(name);
  // What was patched before an ES module asked for it, too: Node takes over the names that it exports once.
  module.syncBuiltinESMExports();
}
