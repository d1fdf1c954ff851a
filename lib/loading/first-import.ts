import module from 'node:module';

type Compile = (this: object, content: string, filename: string, format?: string) => unknown;

/**
 * Calls `act` before the first CommonJS module that can load an ES module is compiled: one whose text has `import(` in it, or one that turns out to
 * be an ES module itself and was required. Until then an app that is CommonJS throughout needs no ES module hooks, and pays for none.
 */
export function onFirstImport(act: () => void): () => void {
  const prototype = module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  let due = true;
  const watching: Compile = function (...args) {
    const [content, , format] = args;
    if (due && (format === 'module' || /\bimport\s*\(/.test(String(content)))) {
      due = false;
      if (prototype._compile === watching) prototype._compile = compile;
      act();
    }
    return Reflect.apply(compile, this, args);
  };
  prototype._compile = watching;
  return () => {
    due = false;
    if (prototype._compile === watching) prototype._compile = compile;
  };
}
