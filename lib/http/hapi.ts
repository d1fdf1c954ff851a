import { exchangeOf } from './exchange';
import { ownValue } from './own';
import { userIdOf } from './user';

interface HapiRequest {
  raw: { req: object };
  route?: unknown;
  auth?: unknown;
}

const wrapped = new WeakSet<object>();

/**
 * Lets each hapi request tell its route and user, by an `onRequest` extension on every server: hapi's own way in.
 * The user is `request.auth.credentials`, or its `user`.
 * @param loaded what `require('@hapi/hapi')` or `import '@hapi/hapi'` gives.
 */
export function watchHapi<T>(loaded: T): T {
  const hapi = ((loaded as { default?: unknown }).default ?? loaded) as Record<string, unknown>;
  for (const name of ['server', 'Server']) {
    const create = hapi[name];
    if (typeof create !== 'function' || wrapped.has(create)) continue;
    const replacement = function (this: unknown, ...args: unknown[]): unknown {
      const server: unknown = Reflect.apply(create, this, args);
      watchServer(server);
      return server;
    };
    wrapped.add(replacement);
    hapi[name] = replacement;
  }
  return loaded;
}

function watchServer(server: unknown): void {
  try {
    // From the prototype: instrumentation-hapi wraps `ext` on the instance, to make a span for each extension.
    const { ext } = Object.getPrototypeOf(server) as { ext(event: string, method: unknown): void };
    ext.call(server, 'onRequest', (request: HapiRequest, toolkit: { continue: unknown }) => {
      const exchange = exchangeOf(request.raw.req);
      if (exchange !== undefined) exchange.framework = { route: () => routeOf(request), user: () => userOf(request) };
      return toolkit.continue;
    });
  } catch {
    // The server works without us.
  }
}

function routeOf(request: HapiRequest): string | undefined {
  // Unknown paths and malformed requests match routes of hapi's own, whose method is '_special'.
  const path = ownValue(request.route, 'method') === '_special' ? undefined : ownValue(request.route, 'path');
  return typeof path === 'string' ? path : undefined;
}

function userOf(request: HapiRequest): string | undefined {
  const credentials = ownValue(request.auth, 'credentials');
  return userIdOf(ownValue(credentials, 'user')) ?? userIdOf(credentials);
}
