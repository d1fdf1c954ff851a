import module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageOf } from '../agents/agents';
import { receiveEsModules } from './es-modules';
import { onEsSource, showsEsSources } from './es-sources';
import { createEsTargets, type Open, type Target } from './es-targets';
import { onFirstImport } from '../scan/first-import';
import type { LateBuiltins } from './late-builtins';
import { isCommonJsMain } from '../scan/main-module';
import { watchLoading } from './module-loads';
import { onHooksNeeded } from '../scan/hooks-needed';
import { mayHaveLoaders, preloadsOf, type Flags } from '../scan/other-loaders';
import { addConditions } from '../scan/package-entry';
import { withPlainPrototype } from '../bundle/plain-prototype';
import { locationOf, type ModuleLocation } from '../scan/module-location';
import { installSyncHooks } from './sync-hooks';
import { supportsSyncHooks } from './sync-support';
import { createTranslated, patchTranslated } from './transpiled-commonjs';

export interface EsmHookOptions {
  readonly targets: readonly Target[];
  /** That of the bundles. */
  readonly folder: string;
  /** auto: as much as is needed, when it is needed. */
  readonly mode: 'auto' | 'always' | 'never';
  readonly flags: Flags;
  /** Builtins to be loaded as soon as an ES module may ask for them. */
  readonly builtins: LateBuiltins;
  /** Patches a CommonJS module of a target, and returns what is to be its exports. */
  readonly patch: (place: ModuleLocation, exports: unknown) => unknown;
  /** Patches an ES module of a target by what stands for its namespace. */
  readonly patchNamespace: (place: ModuleLocation, namespace: object) => void;
}

/**
 * Lets instrumentations patch what is imported, for their targets only
 * (https://github.com/open-telemetry/opentelemetry-js/issues/6984): CommonJS in the moment that it was evaluated, ES
 * modules by a line at the end of their text. Synchronous hooks if Node has them in a usable form; if its loader can be
 * seen to read, none; else a hooks thread. Builtins are left out: requiring them before they are imported does the same
 * without a second span.
 *
 * @returns The undo: a hooks thread that runs goes on, and what is patched stays so.
 */
export function installEsmHooks({
  targets,
  folder,
  mode,
  flags,
  builtins,
  patch,
  patchNamespace,
}: EsmHookOptions): () => void {
  const undos: (() => void)[] = [builtins.stop];
  const close = (): void =>
    undos
      .splice(0)
      .reverse()
      .forEach((undo) => undo());
  if (mode === 'never') {
    builtins.mentionAll();
    return close;
  }
  const packages = targets.filter(({ name }) => !module.isBuiltin(name));
  addConditions([...flags.nodeOptions, ...flags.execArgv]);
  const targetOf = createFileTargets(packages);
  const patchFile = (file: string, exports: unknown): unknown => {
    const target = targetOf(file);
    return target === undefined ? undefined : withPlainPrototype(() => patch(locationOf(file, target), exports));
  };
  undos.push(
    patchTranslated(patchFile),
    receiveEsModules((place, namespace) => withPlainPrototype(() => patchNamespace(place, namespace))),
    watchLoading({ wants: (file) => targetOf(file) !== undefined, after: patchFile }),
  );
  patchLoaded(patchFile);
  const esTargets = createEsTargets(
    packages,
    () => (require('firstlight:./esm/es-text.js') as { openText: Open }).openText,
  );
  if (supportsSyncHooks()) {
    undos.push(installSyncHooks(esTargets, builtins, createTranslated(packages)));
    return close;
  }
  // A hooks thread takes time to start, and all that is imported from then on has to go through it. Node has no way to
  // stop it.
  const start = (): void => {
    builtins.mentionAll();
    if (hasWorkingFolder())
      module.register(pathToFileURL(path.join(folder, 'esm', 'hook-thread.mjs')).href, { data: { targets: packages } });
  };
  if (!showsEsSources()) {
    if (mode === 'auto' && isCommonJsMain(process.argv[1])) undos.push(onFirstImport(builtins, start));
    else start();
    return close;
  }
  // Until there are hooks, whose thread reads for itself.
  const undo = onEsSource({ isTarget: esTargets.has, open: esTargets.open });
  const startThread = (): void => {
    undo();
    start();
  };
  undos.push(undo);
  if (mode === 'always' || mayHaveLoaders(flags)) startThread();
  else
    undos.push(onHooksNeeded(builtins, isCommonJsMain(process.argv[1]) && preloadsOf(flags).length <= 1, startThread));
  return close;
}

/**
 * Finds the target that a file belongs to. CommonJS is patched as soon as it has run, before any code gets its exports:
 * Node's loaders take them over from there, `require` as well as `import`, which loads CommonJS by the same function
 * unless someone's hooks bring its text.
 * https://github.com/nodejs/node/blob/v20.20.2/lib/internal/modules/esm/translators.js#L283-L301
 */
function createFileTargets(targets: readonly Target[]): (file: string) => string | undefined {
  const names = new Set(targets.map(({ name }) => name));
  return (file) => {
    const name = packageOf(file);
    return name !== undefined && names.has(name) ? name : names.has(file) ? file : undefined;
  };
}

/** What was loaded before is patched for those who require it from here on. */
function patchLoaded(patchFile: (file: string, exports: unknown) => unknown): void {
  const { _cache: cache } = module as unknown as { _cache: Record<string, { loaded?: boolean; exports: unknown }> };
  for (const [file, loaded] of Object.entries(cache)) {
    if (loaded?.loaded !== true) continue;
    const replaced = patchFile(file, loaded.exports);
    if (replaced !== undefined && replaced !== loaded.exports) loaded.exports = replaced;
  }
}

/**
 * Where the working directory was removed, Node 20 waits for its hooks thread forever: it ends before it says that it
 * is there.
 */
function hasWorkingFolder(): boolean {
  try {
    return process.cwd() !== '';
  } catch {
    return false;
  }
}
