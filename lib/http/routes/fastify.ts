import { listen } from '../channels';
import { exchangeOf } from '../server/exchange';
import { ownValue } from '../own';
import { patchMethod } from '../patch';
import { userOnRequest } from '../user';

const patched = new WeakSet<object>();

/**
 * Learns the user of Fastify 5 from its own diagnostics channel: Fastify publishes only for matched routes, right
 * before the handler. Its request is not Node's, so the user has to be asked for there.
 */
export function installFastifyUsers(): () => void {
  return listen('tracing:fastify.request.handler:start', ({ request, route }) => {
    const exchange = exchangeOf(request.raw);
    if (exchange === undefined) return;
    if (typeof route?.url === 'string') exchange.setRoute(route.url);
    exchange.framework = { user: () => userOnRequest(request) };
  });
}

/**
 * Learns the route of Fastify from the router it uses, for requests that a hook or the validation answers before there
 * is anything on the channel, and for releases that have no channel. What is wrapped is Fastify's own entry to a route,
 * which no app sees.
 * @param loaded what `require('find-my-way')` gives.
 */
export function watchFindMyWay<T>(loaded: T): T {
  const { prototype } = ((loaded as { default?: unknown }).default ?? loaded) as { prototype?: object };
  if (prototype === undefined || patched.has(prototype)) return loaded;
  patched.add(prototype);
  patchMethod(
    prototype,
    'on',
    (original) =>
      function (this: unknown, ...args) {
        const url = routeOf(args[4]);
        const handler: unknown = args[3];
        if (url !== undefined && typeof handler === 'function') {
          args[3] = function (this: unknown, ...values: unknown[]): unknown {
            const request = values[0];
            if (typeof request === 'object' && request !== null) exchangeOf(request)?.setRoute(url);
            return Reflect.apply(handler, this, values);
          };
        }
        return original.apply(this, args);
      },
  );
  return loaded;
}

/** The route's URL in what Fastify stores with it; other users of the router store something else. */
function routeOf(store: unknown): string | undefined {
  const url = ownValue(ownValue(store, 'config'), 'url');
  const isFastify = typeof ownValue(store, 'handler') === 'function';
  return isFastify && typeof url === 'string' ? url : undefined;
}
