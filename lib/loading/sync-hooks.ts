import module from 'node:module';
import type { LateBuiltins } from './late-builtins';
import type { Matcher } from './matcher';

type Next<Result> = (what: string, context?: object) => Result;
interface ResolveContext { readonly conditions?: readonly string[]; readonly parentURL?: string }

/** import-in-the-middle's hooks, created once. */
export interface WrappingHook {
  applyOptions(options: object): void;
  resolveSync(specifier: string, context: object, next: Next<object>): object;
  loadSync(url: string, context: object, next: Next<object>): object;
}

/** `module.registerHooks`, of Node 22.15 and later. */
type RegisterHooks = (hooks: { resolve?(specifier: string, context: ResolveContext, next: Next<object>): object; load?(url: string, context: object, next: Next<object>): object }) => { deregister(): void };

/**
 * Installs synchronous module hooks. They stand aside for `require` (CommonJS is patched elsewhere) and for every import that cannot lead to a target;
 * what wraps modules is loaded, and asked for their text, from the first on that can.
 */
export function installSyncHooks(matcher: Matcher, builtins: LateBuiltins, load: () => WrappingHook): () => void {
  const { registerHooks } = module as unknown as { registerHooks: RegisterHooks };
  let wrapping: WrappingHook | undefined;
  const wrap = (): WrappingHook => {
    const hook = load();
    hook.applyOptions({ shouldInclude: matcher.shouldInclude });
    undo.push(registerHooks({ load: (url, context, next) => hook.loadSync(url, context, next) }));
    return hook;
  };
  const undo = [registerHooks({
    resolve(specifier, context, next) {
      builtins.mention(specifier);
      if (context.conditions?.includes('require') || (!matcher.mayWrap(specifier, context.parentURL) && !isWrapper(context))) return next(specifier, context);
      wrapping ??= wrap();
      return wrapping.resolveSync(specifier, context, next);
    },
  })];
  return () => undo.forEach((hooks) => hooks.deregister());
}

/** Whether the importing module is a wrapper, whose imports must reach the real modules. */
function isWrapper({ parentURL }: ResolveContext): boolean {
  return parentURL?.includes('iitm') ?? false;
}
