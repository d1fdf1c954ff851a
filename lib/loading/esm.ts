import module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { onFirstImport } from './first-import';
import { isCommonJsMain } from './main-module';
import { createMatcher, type Target } from './matcher';
import { installSyncHooks, type WrappingHook } from './sync-hooks';
import { supportsSyncHooks } from './sync-support';

/**
 * Installs the hooks that let instrumentations patch ES modules, for their targets only: wrapping every module costs time and breaks some
 * (https://github.com/open-telemetry/opentelemetry-js/issues/6984). Synchronous hooks where Node has them in a usable form, else a hooks thread.
 * Builtins are left out: requiring them once before the app does the same without a second span.
 * @param folder That of the bundles.
 */
export function installEsmHooks(targets: readonly Target[], folder: string): void {
  const packages = targets.filter(({ name }) => !module.isBuiltin(name));
  if (supportsSyncHooks()) {
    installSyncHooks(createMatcher(packages), () => (require('firstlight:./esm/wrapping.js') as { createWrappingHook(): WrappingHook }).createWrappingHook());
    return;
  }
  // A hooks thread takes its time to start, and only ES modules need it. Node has no way to stop it.
  const register = () => module.register(pathToFileURL(path.join(folder, 'esm', 'hook-thread.mjs')).href, { data: { targets: packages } });
  if (isCommonJsMain(process.argv[1])) onFirstImport(register);
  else register();
}
