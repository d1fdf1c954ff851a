import module from 'node:module';
import type { LateBuiltins } from './late-builtins';
import type { Matcher } from './matcher';
import type { Loaded, Translated } from './translated';

type Next<Result> = (what: string, context?: object) => Result;
interface ResolveContext { readonly conditions?: readonly string[]; readonly parentURL?: string }

/** import-in-the-middle's hooks, created once. */
export interface WrappingHook {
  applyOptions(options: object): void;
  resolveSync(specifier: string, context: object, next: Next<object>): object;
  loadSync(url: string, context: object, next: Next<Loaded>): Loaded;
}

/** `module.registerHooks`, of Node 22.15 and later. */
type RegisterHooks = (hooks: { resolve(specifier: string, context: ResolveContext, next: Next<object>): object; load(url: string, context: ResolveContext, next: Next<Loaded>): Loaded }) => { deregister(): void };

/**
 * Installs synchronous module hooks. They stand aside for `require` (CommonJS is patched elsewhere) and for every import that cannot lead to a target;
 * what wraps modules is loaded with the first that can.
 */
export function installSyncHooks(matcher: Matcher, builtins: LateBuiltins, translated: Translated, load: () => WrappingHook): () => void {
  const { registerHooks } = module as unknown as { registerHooks: RegisterHooks };
  let wrapping: WrappingHook | undefined;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      builtins.mention(specifier);
      if (isRequire(context) || translated.isRequired(specifier, context.parentURL) || (!matcher.mayWrap(specifier, context.parentURL) && !isWrapper(context))) return next(specifier, context);
      if (!wrapping) {
        wrapping = load();
        wrapping.applyOptions({ shouldInclude: matcher.shouldInclude });
      }
      return wrapping.resolveSync(specifier, context, next);
    },
    load(url, context, next) {
      const loaded = wrapping ? wrapping.loadSync(url, context, next) : next(url, context);
      return isRequire(context) ? loaded : translated.loaded(url, loaded);
    },
  });
  return () => hooks.deregister();
}

function isRequire({ conditions }: ResolveContext): boolean {
  return conditions?.includes('require') ?? false;
}

/** Whether the importing module is a wrapper, whose imports must reach the real modules. */
function isWrapper({ parentURL }: ResolveContext): boolean {
  return parentURL?.includes('iitm') ?? false;
}
