import module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LOADER = /^--(?:experimental-)?loader(?:=|$)/;
const UNUSUAL = /^(?:--input-type|--experimental-default-type|--conditions|-C|--experimental-network-imports)(?:=|$)/;

/** Flags of Node.js, apart because it runs the preloads of NODE_OPTIONS before those of the command line. */
export interface Flags {
  readonly nodeOptions: readonly string[];
  readonly execArgv: readonly string[];
}

/**
 * Whether another's module hooks are, or may be, at work already: those that a flag names, and any that a preload
 * before ours may have
 * registered. Also if a flag makes Node find modules in a way that is not looked at here.
 * @param ownFolder That of our own preloads.
 */
export function mayHaveLoaders({ nodeOptions, execArgv }: Flags, ownFolder: string): boolean {
  const flags = [...nodeOptions, ...execArgv];
  if (flags.some((flag) => LOADER.test(flag) || UNUSUAL.test(flag))) return true;
  const preloads = preloadsOf({ nodeOptions, execArgv });
  const own = preloads.findIndex((specifier) => isOwn(specifier, ownFolder));
  return own < 0 ? preloads.length > 0 : own > 0;
}

/** How the flags preload firstlight, if they do: with both, `--require` comes first. */
export function isPreloaded({ nodeOptions, execArgv }: Flags, ownFolder: string): 'require' | 'import' | undefined {
  const [required = [], imported = []] = PRELOADS.map((kind) =>
    [nodeOptions, execArgv].flatMap((list) => named(list, kind)),
  );
  const isOurs = (specifier: string): boolean => isOwn(specifier, ownFolder);
  return required.some(isOurs) ? 'require' : imported.some(isOurs) ? 'import' : undefined;
}

const PRELOADS = [/^(?:-r|--require)(?:=(.*))?$/, /^--import(?:=(.*))?$/];

/** What the flags preload, in the order in which Node runs it. */
export function preloadsOf({ nodeOptions, execArgv }: Flags): string[] {
  return PRELOADS.flatMap((kind) => [nodeOptions, execArgv].flatMap((list) => named(list, kind)));
}

function named(flags: readonly string[], kind: RegExp): string[] {
  return flags.flatMap((flag, index) => {
    const found = kind.exec(flag);
    return found ? [found[1] ?? flags[index + 1] ?? ''] : [];
  });
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

/** Calls `act` before the first call of `module.register`, by whomever. Returns the undo. */
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
