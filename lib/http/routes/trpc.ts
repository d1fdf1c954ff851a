import { attempt } from '../../attempt';
import { looksLike } from '../../context';
import { withExports } from '../../module-exports';
import { currentExchange } from '../server/exchange';
import { noteError } from './errors';
import { ownValue } from '../own';

type Function = (this: unknown, ...args: any[]) => unknown;

/** What all adapters of tRPC are given. */
interface Options {
  readonly router?: unknown;
  readonly onError?: Function;
  readonly createContext?: Function;
  /** What the paths of its requests begin with, in some of them. */
  readonly endpoint?: unknown;
  readonly basePath?: unknown;
  /** In the plugin of Fastify. */
  readonly trpcOptions?: Options;
}

/** Batches of more procedures are named by these. */
const MOST_NAMES = 5;

const watched = new WeakSet<object>();

/** The exports of adapters that get options, and at which place. */
const ADAPTERS: Readonly<Record<string, number>> = {
  createHTTPHandler: 0,
  createHTTPServer: 0,
  createExpressMiddleware: 0,
  createNextApiHandler: 0,
  fetchRequestHandler: 0,
  fastifyTRPCPlugin: 1,
};

/**
 * Lets tRPC 11 give the request the procedures that it calls, and their error: adapters ask the app for a context in
 * each request, with what is called.
 * @param loaded what a file of `@trpc/server/adapters` exports.
 */
export function watchTrpc<T>(loaded: T): T {
  const replaced: Record<string, unknown> = {};
  for (const [name, at] of Object.entries(ADAPTERS)) {
    const original = (loaded as Record<string, unknown>)[name] as Function | undefined;
    if (typeof original !== 'function' || watched.has(original)) continue;
    const replacement = looksLike(original, function (this: unknown, ...args: unknown[]): unknown {
      const options = attempt(() => watchOptions(args[at] as Options));
      return original.apply(this, options === undefined ? args : args.with(at, options));
    });
    // Fastify looks at what plugins are marked with.
    Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(original));
    watched.add(replacement);
    replaced[name] = replacement;
  }
  return Object.keys(replaced).length === 0 ? loaded : (withExports(loaded as object, replaced) as T);
}

function watchOptions(options: Options): Options {
  if (options.trpcOptions) return { ...options, trpcOptions: watchOptions(options.trpcOptions) };
  const { router, onError, createContext } = options;
  const base = options.endpoint ?? options.basePath;
  return {
    ...options,
    onError(this: unknown, ...args: unknown[]) {
      const error = ownValue(args[0], 'error');
      // Its own class stands for the app's error, if that is what has failed.
      attempt(() => noteError(currentExchange(), ownValue(error, 'cause') ?? error));
      return onError?.apply(this, args);
    },
    createContext(this: unknown, ...args: unknown[]) {
      attempt(() => noteCalls(router, args[0], typeof base === 'string' ? base : undefined));
      return createContext?.apply(this, [attempt(() => asGiven(args[0], options), args[0]), ...args.slice(1)]);
    },
  };
}

/** Some adapters pass their options on to the app: they are those that it has given. */
function asGiven(passed: unknown, options: Options): unknown {
  if (typeof passed !== 'object' || passed === null || !Object.hasOwn(passed, 'onError')) return passed;
  const given: Record<string, unknown> = { ...passed, createContext: options.createContext };
  if ('onError' in options) given.onError = options.onError;
  else delete given.onError;
  return given;
}

function noteCalls(router: unknown, options: unknown, base: string | undefined): void {
  const exchange = currentExchange();
  const calls = ownValue(ownValue(options, 'info'), 'calls');
  if (exchange === undefined || !Array.isArray(calls)) return;
  const { procedures } = (router as { _def: { procedures: object } })._def;
  // A name that is no procedure's is the client's.
  const names = calls.map((call) => ownValue(call, 'path') as string).filter((name) => Object.hasOwn(procedures, name));
  if (names.length === 0) return;
  const unique = [...new Set(names)].sort();
  exchange.operation = unique.slice(0, MOST_NAMES).join(',') + (unique.length > MOST_NAMES ? ',…' : '');
  if (base !== undefined) exchange.setRoute(`/${base.replace(/^\/|\/$/g, '')}`);
}
