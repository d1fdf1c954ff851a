import module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { flagValues } from '../process/node-options';
import { isBuiltinLoaded } from '../../builtin-modules';

const LOADER = /^--(?:experimental-)?loader(?:=|$)/;
const UNUSUAL = /^(?:--input-type|--experimental-default-type|--experimental-network-imports)(?:=|$)/;

/** Flags of Node.js, apart because it runs the preloads of NODE_OPTIONS before those of the command line. */
export interface Flags {
  readonly nodeOptions: readonly string[];
  readonly execArgv: readonly string[];
}

/** Node loads this for the first hooks that are registered for their own thread, and for nothing else. */
const HOOKS = 'internal/modules/esm/hooks';

/** Whether hooks were registered that run in a thread of their own; true if Node does not say. */
export const hasHooksThread = (): boolean => isBuiltinLoaded(HOOKS) !== false;

/**
 * Whether module hooks of others are, or may be, at work already: those that a flag names, and those that a preload
 * before ours has registered. Also if a flag makes Node find modules in a way that is not looked at here. A hooks
 * thread of ours must not start for nothing: Node runs the preloads of `--require` in it once more.
 */
export function mayHaveLoaders({ nodeOptions, execArgv }: Flags, hasThread = hasHooksThread()): boolean {
  const flags = [...nodeOptions, ...execArgv];
  return flags.some((flag) => LOADER.test(flag) || UNUSUAL.test(flag)) || hasThread;
}

/** How the flags preload firstlight, if they do: with both, `--require` comes first. */
export function isPreloaded({ nodeOptions, execArgv }: Flags, ownFolder: string): 'require' | 'import' | undefined {
  const [required = [], imported = []] = PRELOADS.map((kind) =>
    [nodeOptions, execArgv].flatMap((list) => flagValues(list, kind)),
  );
  const isOurs = (specifier: string): boolean => isOwn(specifier, ownFolder);
  return required.some(isOurs) ? 'require' : imported.some(isOurs) ? 'import' : undefined;
}

const PRELOADS = [/^(?:-r|--require)(?:=(.*))?$/, /^--import(?:=(.*))?$/];

/** What the flags preload, in the order in which Node runs it. */
export function preloadsOf({ nodeOptions, execArgv }: Flags): string[] {
  return PRELOADS.flatMap((kind) => [nodeOptions, execArgv].flatMap((list) => flagValues(list, kind)));
}

function isOwn(specifier: string, ownFolder: string): boolean {
  if (/^firstlight(?:\/|$)/.test(specifier)) return true;
  try {
    const file = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
    // Resolving goes by links, and takes longer.
    return (
      file === path.join(ownFolder, 'register.js') ||
      path.dirname(module.createRequire(path.join(process.cwd(), 'x')).resolve(file)) === ownFolder
    );
  } catch {
    return false;
  }
}

/** Calls `act` before the first call of `module.register`, by any code. Returns the undo. */
export function onRegister(act: () => void): () => void {
  const original = module.register;
  const watching = function register(this: unknown, ...args: Parameters<typeof original>) {
    act();
    return Reflect.apply(original, this, args) as unknown;
  } as typeof original;
  module.register = watching;
  module.syncBuiltinESMExports();
  return () => {
    if (module.register === watching) module.register = original;
    module.syncBuiltinESMExports();
  };
}
