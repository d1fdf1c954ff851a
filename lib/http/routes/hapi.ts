import { exchangeOf } from '../server/exchange';
import { noteErrorOf } from './errors';
import { ownValue } from '../own';
import { patchMethod } from '../patch';
import { userIdOf } from '../user';

interface HapiRequest {
  route?: unknown;
  auth?: unknown;
}

const patched = new WeakSet<object>();

/**
 * Lets each hapi request give its route and user. If hapi makes its requests, and not by an extension or a listener:
 * those of the app would come a turn later then, in an async context that is not the one they would have had. The user
 * is `request.auth.credentials`, or its `user`.
 * @param loaded what `@hapi/hapi/lib/request.js` exports: the class of requests.
 */
export function watchHapi<T>(loaded: T): T {
  const Request = loaded as object;
  if (patched.has(Request)) return loaded;
  patched.add(Request);
  patchMethod(
    Request,
    'generate',
    (original) =>
      function (this: unknown, ...args) {
        const request = original.apply(this, args) as HapiRequest;
        const message: unknown = args[1];
        const exchange = typeof message === 'object' && message !== null ? exchangeOf(message) : undefined;
        if (exchange !== undefined) exchange.framework = { route: () => routeOf(request), user: () => userOf(request) };
        return request;
      },
  );
  // Each answer, an error as well, before the app's extensions.
  patchMethod(
    (Request as { prototype: object }).prototype,
    '_setResponse',
    (original) =>
      function (this: { raw?: unknown }, ...args) {
        if (ownValue(args[0], 'isBoom') === true) noteErrorOf(ownValue(this.raw, 'req'), args[0]);
        return original.apply(this, args);
      },
  );
  return loaded;
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
