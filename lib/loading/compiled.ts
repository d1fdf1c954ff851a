import module from 'node:module';

type Compile = (this: { exports: unknown }, content: string, filename: string, format?: string) => unknown;

/**
 * Is called with each CommonJS module that is compiled: once per module, unlike hooks on `require`, which cost at every
 * call.
 */
export interface CompileWatcher {
  /** Before the module runs; `format` is `module` if an ES module was required. */
  before?(source: string, file: string, format: string | undefined): void;
  /**
   * After it ran. What it returns, if anything, stands in the place of the module's exports, for `require` and `import`
   * alike.
   */
  after?(file: string, exports: unknown): unknown;
}

/** Watches from here on. Returns the undo. */
export function watchCompiling({ before, after }: CompileWatcher): () => void {
  const prototype = module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  let active = true;
  const watching: Compile = function (...args) {
    const [content, file, format] = args;
    if (active) before?.(String(content), file, format);
    const result = Reflect.apply(compile, this, args);
    const replaced = active ? after?.(file, this.exports) : undefined;
    if (replaced !== undefined && replaced !== this.exports) this.exports = replaced;
    return result;
  };
  prototype._compile = watching;
  return () => {
    active = false;
    if (prototype._compile === watching) prototype._compile = compile;
  };
}
