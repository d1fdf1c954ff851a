import module from 'node:module';
import path from 'node:path';
import { packageOf } from './agents';
import { watchCompiling } from './compiled';
import { onEsSource } from './es-sources';
import { mayImport } from './import-calls';
import type { LateBuiltins } from './late-builtins';
import type { Target } from './matcher';
import { createScanner } from './mentions';
import { onRegister } from './other-loaders';
import { findPackage, importEntry, isEsModule, isFacade } from './package-entry';
import { importsCommonJsOnly } from './static-imports';

/**
 * Calls `act` as late as possible: before the first module is loaded that only a hooks thread can patch, which is a target that is an ES module, or before
 * somebody else's hooks are registered, which may give CommonJS modules a text of their own. CommonJS targets need none, imported or required.
 * Where it is not certain what a module will import, `act` is called.
 * @param builtins Are told what modules mention, and loaded before they are imported.
 * @param startsInCommonJs Whether no ES module is loaded but by a CommonJS module that can be seen to do so: until then nothing of their loader is touched.
 */
export function onNeed(targets: readonly Target[], builtins: LateBuiltins, startsInCommonJs: boolean, act: () => void): () => void {
  const scan = createScanner([...targets.map(({ name }) => name), ...builtins.names.flatMap((name) => [name, `node:${name}`])]);
  const undo: (() => void)[] = [];
  const stop = () => undo.splice(0).forEach((each) => each());
  const due = () => {
    if (undo.length === 0) return;
    stop();
    act();
  };
  const needs = memoized(isEsPackage);
  const look = (file: string, text: string): void => {
    const { names, computed } = scan(text);
    const folder = path.dirname(file);
    names.forEach((name) => builtins.mention(name));
    if (computed || [...names].some((name) => !module.isBuiltin(name) && needs(name, folder))) due();
  };
  let reads = false;
  const watchReading = (): void => {
    if (!reads) undo.push(onEsSource(look));
    reads = true;
  };
  if (!startsInCommonJs) watchReading();
  undo.push(
    watchCompiling({
      before(source, file, format) {
        // What an ES module imports that was required is read where nobody sees it.
        if (format === 'module') builtins.mentionAll();
        if (format === 'module' && !importsCommonJsOnly(source, file)) due();
        else if (mayImport(source)) {
          watchReading();
          look(file, source);
        }
      },
    }),
    onRegister(due),
  );
  return stop;
}

/** Whether a package, as files in a folder see it, is made of ES modules for those who import it. What cannot be told counts as yes. */
function isEsPackage(name: string, from: string): boolean {
  try {
    const folder = findPackage(name, from);
    if (folder === undefined) return packageOf(path.join(from, 'x')) === name;
    const entry = importEntry(folder);
    return entry === undefined || (isEsModule(entry) && !isFacade(entry));
  } catch {
    return true;
  }
}

function memoized(judge: (name: string, folder: string) => boolean): (name: string, folder: string) => boolean {
  const known = new Map<string, boolean>();
  return (name, folder) => {
    const key = `${name}\0${folder}`;
    const judged = known.get(key) ?? judge(name, folder);
    known.set(key, judged);
    return judged;
  };
}
