import type { LateBuiltins } from './late-builtins';
import { mayImport } from './import-calls';
import { createScanner, mayRequireAny } from './mentions';
import { watchLoading } from './module-loads';
import { isEsText } from './package-entry';
import { importsCommonJsOnly } from './static-imports';

/**
 * Calls `act` before the first CommonJS module that can load an ES module runs: one whose code calls `import()`, or one
 * that turns out to be an ES module itself, was required, and imports more than CommonJS. Until then an app that is
 * CommonJS throughout needs no ES module hooks, and pays for none.
 */
export function onFirstImport(builtins: LateBuiltins, act: () => void): () => void {
  const scan = createScanner(builtins.names.flatMap((name) => [name, `node:${name}`]));
  const look = (text: string): void => {
    if (builtins.names.length === 0) return;
    if (mayRequireAny(text)) builtins.mentionAll();
    else scan(text).names.forEach((name) => builtins.mention(name));
  };
  const stop = watchLoading({
    before(source, file) {
      const isModule = isEsText(source, file);
      // What an ES module imports that was required is seen nowhere.
      if (isModule) builtins.mentionAll();
      look(source);
      if ((!isModule || importsCommonJsOnly(source, file)) && !mayImport(source)) return;
      stop();
      act();
    },
  });
  return stop;
}
