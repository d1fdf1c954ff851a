import { onEsSource } from '../hooks/es-sources';
import { mayImport } from './import-calls';
import type { LateBuiltins } from '../hooks/late-builtins';
import { createBuiltinScan } from './builtin-scan';
import { watchLoading } from '../hooks/module-loads';
import { isEsText } from './package-entry';
import { onRegister } from './other-loaders';
import { importsCommonJsOnly } from './static-imports';

/**
 * Calls `act` as late as possible: before an ES module is required, whose imports are read where no hook sees it, or
 * before another's hooks are registered, with which a thread reads what is imported.
 * @param builtins Get what modules mention, and loaded before they are imported.
 * @param startsInCommonJs Whether no ES module is loaded but by a CommonJS module that can be seen to do so.
 */
export function onHooksNeeded(builtins: LateBuiltins, startsInCommonJs: boolean, act: () => void): () => void {
  const scan = createBuiltinScan(builtins);
  const undo: (() => void)[] = [];
  const stop = () => undo.splice(0).forEach((each) => each());
  const due = () => {
    if (undo.length === 0) return;
    stop();
    act();
  };
  const look = (_: string, text: string): void => {
    if (scan(text)) builtins.mentionAll();
  };
  let reads = false;
  const watchReading = (): void => {
    if (!reads) undo.push(onEsSource({ read: look, isTarget: () => false, open: () => undefined }));
    reads = true;
  };
  if (!startsInCommonJs) watchReading();
  undo.push(
    watchLoading({
      before(source, file) {
        const isModule = isEsText(source, file);
        // What an ES module imports that was required is read where no hook sees it.
        if (isModule) builtins.mentionAll();
        if (isModule && !importsCommonJsOnly(source, file)) return due();
        if (mayImport(source)) watchReading();
        look(file, source);
      },
    }),
    onRegister(due),
  );
  return stop;
}
