import { types } from 'node:util';
import { looksLike } from '../../context';
import { ownValue } from '../own';
import { notingErrors } from './errors';
import { currentExchange } from '../server/exchange';
import { patchMethod } from '../patch';

interface Route {
  method: string;
  path: string;
}
type Handler = (this: unknown, ...args: unknown[]) => unknown;
/** A router's answer: `[[[handler, route], parameters], …]`, sometimes followed by a parameter stash. */
type Match = [[[unknown, Route], unknown][], ...unknown[]];

const watched = new WeakSet<object>();

/**
 * Lets Hono give the request its route. Every path through Hono asks its router once for each request; the router is a
 * public property, but of the instance, so the class is wrapped to see the instances.
 * @param loaded what `require('hono')` or `import 'hono'` gives.
 */
export function watchHono<T>(loaded: T): T {
  const module = loaded as { Hono?: unknown };
  const { Hono } = module;
  if (typeof Hono !== 'function' || types.isProxy(Hono)) return loaded;
  // A proxy and no subclass: `instanceof`, `extends` and static members stay as they are.
  const proxy = new Proxy(Hono, {
    construct(target, args, newTarget) {
      const app = Reflect.construct(target, args, newTarget) as { router?: object };
      if (app.router !== undefined) watchRouter(app.router);
      return app;
    },
  });
  // Apps are the class's own still: `app.constructor === Hono`.
  Object.defineProperty(Hono.prototype, 'constructor', { value: proxy, writable: true, configurable: true });
  try {
    module.Hono = proxy;
    return loaded;
  } catch {
    // CommonJS exports made by bundlers are getters only.
    return Object.create(Object.getPrototypeOf(loaded) as object | null, {
      ...Object.getOwnPropertyDescriptors(loaded),
      Hono: { value: proxy, enumerable: true },
    }) as T;
  }
}

function watchRouter(router: object): void {
  if (watched.has(router)) return;
  watched.add(router);
  watchMatch(router);
  // The router is given each handler, with a description that the app can see.
  patchMethod(
    router,
    'add',
    (original) =>
      function (this: unknown, ...args) {
        const entry: unknown = args[2];
        if (Array.isArray(entry) && typeof entry[0] === 'function')
          args[2] = [watchHandler(entry[0] as Handler), ...(entry.slice(1) as unknown[])];
        return original.apply(this, args);
      },
  );
}

/** Hono gives what a handler throws to the error handler of the app, or to its own. */
function watchHandler(handler: Handler): Handler {
  // A router inside that has an error handler of its own leaves the error on the context.
  return looksLike(
    handler,
    notingErrors(handler, ([context]) => ownValue(context, 'error')),
  );
}

/** Hono's SmartRouter replaces its `match` at the first call, so the wrapper has to get in front again. */
function watchMatch(router: object): void {
  const undo = patchMethod(
    router,
    'match',
    (original) =>
      function (this: object, ...args) {
        const before = (router as { match: unknown }).match;
        const match = original.apply(this, args) as Match;
        if ((router as { match: unknown }).match !== before) {
          undo();
          watchMatch(router);
        }
        try {
          const route = routeOf(match);
          if (route !== undefined) currentExchange()?.setRoute(route);
        } catch {
          // A router of another shape: the request has no route then.
        }
        return match;
      },
  );
}

/**
 * The route among the matched handlers. `use()` and `all()` look alike, both are `ALL`, so the first handler of a
 * definite method on a definite path wins; else one of a definite method; else an `ALL` on a definite path.
 */
function routeOf(match: Match): string | undefined {
  const routes = match[0].map((entry) => entry[0][1]);
  const definite = routes.filter((route) => route.method !== 'ALL');
  return (
    definite.find((route) => !route.path.endsWith('*')) ??
    definite[0] ??
    routes.find((route) => !route.path.endsWith('*'))
  )?.path;
}
