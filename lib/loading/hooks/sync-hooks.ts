import module from 'node:module';
import type { EsTargets } from './es-targets';
import { hasHooksThread } from '../scan/other-loaders';
import type { LateBuiltins } from './late-builtins';
import type { Loaded, Translated } from './transpiled-commonjs';

type Next<Result> = (what: string, context?: object) => Result;
interface Context {
  readonly conditions?: readonly string[];
  readonly parentURL?: string;
}
interface Resolved {
  readonly url: string;
}

/** `module.registerHooks`, of Node 22.15 and later. */
type RegisterHooks = (hooks: {
  resolve?(specifier: string, context: Context, next: Next<Resolved>): Resolved;
  load?(url: string, context: Context, next: Next<Loaded>): Loaded;
}) => { deregister(): void };

/**
 * Installs a synchronous module hook. It passes on what others load, and changes the text of targets alone. Resolving
 * is watched only beside a hooks thread, which may bring the text of CommonJS: with such a hook, the stack of "Cannot
 * find module" has no frame of the app any more.
 */
export function installSyncHooks(targets: EsTargets, builtins: LateBuiltins, translated: Translated): () => void {
  const { registerHooks } = module as unknown as { registerHooks: RegisterHooks };
  const watchResolving = () =>
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context);
        if (!isRequire(context)) translated.isRequired(resolved.url, context.parentURL);
        return resolved;
      },
    });
  const installed = [
    registerHooks({
      load(url, context, next) {
        if (url.startsWith('node:')) builtins.mention(url);
        const loaded = opened(targets, url, next(url, context));
        if (isRequire(context)) return loaded;
        if (installed.length === 1 && loaded.format === 'commonjs' && hasHooksThread())
          installed.push(watchResolving());
        return translated.loaded(url, loaded);
      },
    }),
  ];
  return () => installed.forEach((hooks) => hooks.deregister());
}

/** What a `load` hook returns, with the text of a target that reports its exports. */
export function opened<Result extends Loaded>(targets: EsTargets, url: string, loaded: Result): Result {
  const { format, source } = loaded;
  if ((format !== 'module' && format !== 'module-typescript') || source == null || !targets.has(url)) return loaded;
  const text = targets.open(url, typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString());
  return text === undefined ? loaded : { ...loaded, source: text };
}

function isRequire({ conditions }: Context): boolean {
  return conditions?.includes('require') ?? false;
}
