import { exchangeOf } from '../server/exchange';
import { noteErrorOf } from './errors';
import { ownValue } from '../own';
import { patchMethod } from '../patch';
import { userIdOf } from '../user';

const patched = new WeakSet<object>();

/**
 * Lets each Koa context give its request the route and user. The route is the one that @koa/router and koa-router leave
 * on the context; the user is `ctx.state.user`, where koa-passport and koa-jwt put it.
 * @param loaded what `require('koa')` or `import 'koa'` gives.
 */
export function watchKoa<T>(loaded: T): T {
  const Koa = ((loaded as { default?: unknown }).default ?? loaded) as { prototype?: object };
  if (Koa.prototype === undefined || patched.has(Koa.prototype)) return loaded;
  patched.add(Koa.prototype);
  patchMethod(
    Koa.prototype,
    'createContext',
    (original) =>
      function (this: unknown, ...args) {
        const context: unknown = original.apply(this, args);
        const exchange = exchangeOf(args[0] as object);
        if (exchange !== undefined) {
          exchange.framework = {
            route: () => asRoute(ownValue(context, '_matchedRoute')),
            user: () => userIdOf(ownValue(ownValue(context, 'state'), 'user')),
          };
        }
        return context;
      },
  );
  // Koa's own handler of errors emits the error, and so do apps that have one: `app.emit('error', error, context)`.
  patchMethod(
    Koa.prototype,
    'emit',
    (original) =>
      function (this: unknown, ...args) {
        if (args[0] === 'error') noteErrorOf(ownValue(args[2], 'req'), args[1]);
        return original.apply(this, args);
      },
  );
  return loaded;
}

/** @koa/router takes regular expressions for paths too. */
function asRoute(path: unknown): string | undefined {
  return typeof path === 'string' || path instanceof RegExp ? String(path) : undefined;
}
