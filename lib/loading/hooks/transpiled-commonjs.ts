import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageOf } from '../agents/agents';

/**
 * The global symbol of the function that patches a module's exports; known by name, because the text of modules calls
 * it.
 */
const PATCH = 'firstlight.loading.patch';
/** At the end of a module's text: its exports are patched before the code that required it gets them. */
const EPILOGUE = `\n;globalThis[Symbol.for('${PATCH}')]?.(module);\n`;

/** What a `load` hook returns. */
export interface Loaded {
  readonly format?: string;
  readonly source?: string | Uint8Array | null;
}

/** For module hooks: CommonJS modules that no loader of CommonJS evaluates. */
export interface Translated {
  /**
   * Whether a module of a target is required by one whose text a loader has brought. It must not be wrapped: its
   * importer wants what CommonJS exports.
   */
  isRequired(specifier: string, parentUrl: string | undefined): boolean;
  /** What a `load` hook returns for a module, with the text that patches it if it was required in this way. */
  loaded<Result extends Loaded>(url: string, result: Result): Result;
}

/**
 * If a loader brings the text of a CommonJS module (tsx does for `.cts`), Node's ES module loader evaluates it and all
 * that it requires, with a `require` of its own, past everything that is patched in the loader of CommonJS. It asks the
 * hooks for each, by its URL.
 * https://github.com/nodejs/node/blob/v20.20.2/lib/internal/modules/esm/translators.js#L145-L207
 */
export function createTranslated(targets: readonly { readonly name: string }[]): Translated {
  const names = new Set(targets.map(({ name }) => name));
  const commonJs = new Set<string>();
  const required = new Set<string>();
  const isTarget = (url: string): boolean => {
    const name = packageOf(url);
    return name !== undefined && names.has(name);
  };
  return {
    isRequired(specifier, parentUrl) {
      if (parentUrl === undefined || !specifier.startsWith('file:') || !commonJs.has(parentUrl)) return false;
      if (!isTarget(specifier)) return false;
      required.add(specifier);
      return true;
    },
    loaded(url, result) {
      // Node strips the types of its own text: https://nodejs.org/api/typescript.html
      if (result.format === 'commonjs-typescript') commonJs.add(url);
      if (result.format !== 'commonjs') return result;
      commonJs.add(url);
      // Whose text a loader has brought is evaluated past everything that is patched in the loader of CommonJS, by
      // whichever code asks for it.
      if (result.source != null && isTarget(url)) required.add(url);
      return required.has(url)
        ? { ...result, source: Buffer.from(result.source ?? fs.readFileSync(fileURLToPath(url))).toString() + EPILOGUE }
        : result;
    },
  };
}

/** In the app's thread: patches what such modules export. Returns the undo. */
export function patchTranslated(patch: (file: string, exports: unknown) => unknown): () => void {
  const holder = globalThis as { [name: symbol]: unknown };
  const own = (loaded: { filename: string; exports: unknown }): void => {
    loaded.exports = patch(loaded.filename, loaded.exports) ?? loaded.exports;
  };
  Object.defineProperty(holder, Symbol.for(PATCH), { value: own, configurable: true });
  return () => {
    if (holder[Symbol.for(PATCH)] === own) delete holder[Symbol.for(PATCH)];
  };
}
