import module from 'node:module';
import { mayImport } from './import-calls';
import { importsCommonJsOnly } from './static-imports';

type Compile = (this: object, content: string, filename: string, format?: string) => unknown;

/**
 * Calls `act` before the first CommonJS module that can load an ES module is compiled: one whose code calls `import()`, or one that turns out to
 * be an ES module itself, was required, and imports more than CommonJS. Until then an app that is CommonJS throughout needs no ES module hooks, and pays for none.
 */
export function onFirstImport(act: () => void): () => void {
  const prototype = module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  let due = true;
  const watching: Compile = function (...args) {
    const [content, filename, format] = args;
    const source = String(content);
    if (due && ((format === 'module' && !importsCommonJsOnly(source, filename)) || mayImport(source))) {
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
