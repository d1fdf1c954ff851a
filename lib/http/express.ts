import { exchangeOf } from './exchange';
import { patchMethod } from './patch';
import { routeOnRequest } from './route';

const patched = new WeakSet<object>();

/**
 * Notes the route of Express when it is matched, for processes without an SDK, where instrumentation-express is not at
 * hand: an error that leaves a router resets `req.baseUrl`, and then the end of the request is too late to ask.
 * @param loaded what `require('express')` or `import 'express'` gives.
 */
export function watchExpress<T>(loaded: T): T {
  const express = ((loaded as { default?: unknown }).default ?? loaded) as { Route?: { prototype?: object } };
  const prototype = express.Route?.prototype;
  if (prototype === undefined || patched.has(prototype)) return loaded;
  patched.add(prototype);
  patchMethod(prototype, 'dispatch', (original) => function (this: { path?: unknown }, ...args) {
    const request = args[0] as { baseUrl?: unknown };
    const exchange = exchangeOf(request);
    if (exchange !== undefined) {
      const route = routeOnRequest({ route: { path: this.path }, baseUrl: request.baseUrl });
      exchange.framework = { route: () => route };
    }
    return original.apply(this, args);
  });
  return loaded;
}
