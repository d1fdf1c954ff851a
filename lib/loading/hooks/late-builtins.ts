import module from 'node:module';
import { isBuiltinLoaded } from '../../builtin-modules';
import { patchBuiltin, watchGetBuiltin } from './builtin-hooks';
import { withPlainPrototype } from '../bundle/plain-prototype';

/** Builtins that are patched, and that take too long to load for apps that may never use them. */
const LATE: readonly string[] = ['http', 'https'];

/**
 * Whether a builtin may be left to be loaded, and patched, when the app first asks for it. One that someone has loaded
 * already can be in use.
 */
export function isLate(name: string): boolean {
  return LATE.includes(name) && isBuiltinLoaded(name) === false;
}

/** Has builtins patched before the app gets them: all that it may load is mentioned here first. */
export class LateBuiltins {
  readonly #names: Set<string>;
  /** Watches no longer; what was not loaded by now is not patched. */
  readonly stop: () => void;

  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
    this.stop = this.#names.size > 0 ? watchGetBuiltin((specifier) => this.mention(specifier)) : () => {};
  }

  get names(): string[] {
    return [...this.#names];
  }

  /** To be called with anything that a module imports or requires, or may; with and without `node:`. */
  mention(specifier: string): void {
    const name = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
    // Requests of https are made of what http exports, and loading the one loads the other.
    const names = name === 'https' ? ['https', 'http'] : [name];
    this.#load(names.filter((each) => this.#names.has(each)));
  }

  /** To be called if what is imported can't be seen. */
  mentionAll(): void {
    this.#load(this.names);
  }

  #load(names: readonly string[]): void {
    if (names.length === 0) return;
    for (const name of names) this.#names.delete(name);
    if (this.#names.size === 0) this.stop();
    requireBuiltins(names);
  }
}

/**
 * Loads and patches builtins. An app that only does `import { request } from 'node:http'` never requires it, and would
 * go untraced, server included: https://github.com/open-telemetry/opentelemetry-js/issues/4933
 */
export function requireBuiltins(names: Iterable<string>): void {
  withPlainPrototype(() => {
    for (const name of names) patchBuiltin(name);
  });
  // What was patched before an ES module asked for it, too: Node takes over the names that it exports once.
  module.syncBuiltinESMExports();
}
