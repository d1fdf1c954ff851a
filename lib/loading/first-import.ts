import { watchCompiling } from './compiled';
import type { LateBuiltins } from './late-builtins';
import { mayImport } from './import-calls';
import { importsCommonJsOnly } from './static-imports';

/**
 * Calls `act` before the first CommonJS module that can load an ES module is compiled: one whose code calls `import()`,
 * or one that turns out to
 * be an ES module itself, was required, and imports more than CommonJS. Until then an app that is CommonJS throughout
 * needs no ES module hooks, and pays for none.
 */
export function onFirstImport(builtins: LateBuiltins, act: () => void): () => void {
  const stop = watchCompiling({
    before(source, file, format) {
      // What an ES module imports that was required is seen nowhere.
      if (format === 'module') builtins.mentionAll();
      if ((format !== 'module' || importsCommonJsOnly(source, file)) && !mayImport(source)) return;
      stop();
      act();
    },
  });
  return stop;
}
