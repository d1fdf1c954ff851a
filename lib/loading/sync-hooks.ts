import module from 'node:module';
import type { EsTargets } from './es-targets';
import type { LateBuiltins } from './late-builtins';
import type { Loaded, Translated } from './translated';

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
  resolve(specifier: string, context: Context, next: Next<Resolved>): Resolved;
  load(url: string, context: Context, next: Next<Loaded>): Loaded;
}) => { deregister(): void };

/**
 * Installs synchronous module hooks. They pass on what others resolve and load, and change the text of targets alone.
 */
export function installSyncHooks(targets: EsTargets, builtins: LateBuiltins, translated: Translated): () => void {
  const { registerHooks } = module as unknown as { registerHooks: RegisterHooks };
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      builtins.mention(specifier);
      const resolved = next(specifier, context);
      if (isRequire(context)) return resolved;
      targets.resolved(specifier, resolved.url);
      translated.isRequired(resolved.url, context.parentURL);
      return resolved;
    },
    load(url, context, next) {
      const loaded = opened(targets, url, next(url, context));
      return isRequire(context) ? loaded : translated.loaded(url, loaded);
    },
  });
  return () => hooks.deregister();
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
