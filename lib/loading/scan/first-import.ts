import type { LateBuiltins } from '../hooks/late-builtins';
import { mayImport } from './import-calls';
import { createBuiltinScan } from './builtin-scan';
import { watchLoading } from '../hooks/module-loads';
import { isEsText } from './package-entry';
import { importsCommonJsOnly } from './static-imports';

/**
 * Calls `act` before the first CommonJS module that can load an ES module runs: one whose code calls `import()`, or one
 * that turns out to be an ES module itself, was required, and imports more than CommonJS. Until then an app that is
 * CommonJS throughout needs no ES module hooks, and pays for none.
 */
export function onFirstImport(builtins: LateBuiltins, act: () => void): () => void {
  const scan = createBuiltinScan(builtins);
  const stop = watchLoading({
    before(source, file) {
      const isModule = isEsText(source, file);
      // What an ES module imports that was required is seen nowhere.
      if (isModule) builtins.mentionAll();
      scan(source);
      if ((!isModule || importsCommonJsOnly(source, file)) && !mayImport(source)) return;
      stop();
      act();
    },
  });
  return stop;
}
