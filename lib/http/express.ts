import { exchangeOf } from './exchange';
import { patchMethod } from './patch';
import { routeOnRequest } from './route';
import { prepareForPrototype } from './shape';

const patched = new WeakSet<object>();

interface Express {
  Route?: { prototype?: object };
  application?: object;
}

/**
 * Notes the route of Express when it is matched, for processes without an SDK, where instrumentation-express is not at
 * hand: an error that leaves a router resets `req.baseUrl`, and then the end of the request is too late to ask. And makes requests
 * ready for what Express does to them on the Node.js versions where that is costly.
 * @param loaded what `require('express')` or `import 'express'` gives.
 */
export function watchExpress<T>(loaded: T): T {
  const express = ((loaded as { default?: unknown }).default ?? loaded) as Express;
  once(express.Route?.prototype, watchRoutes);
  once(express.application, watchApplication);
  return loaded;
}

function once(target: object | undefined, watch: (target: object) => void): void {
  if (target === undefined || patched.has(target)) return;
  patched.add(target);
  watch(target);
}

function watchRoutes(prototype: object): void {
  patchMethod(prototype, 'dispatch', (original) => function (this: { path?: unknown }, ...args) {
    const request = args[0] as { baseUrl?: unknown };
    const exchange = exchangeOf(request);
    if (exchange !== undefined) {
      const route = routeOnRequest({ route: { path: this.path }, baseUrl: request.baseUrl });
      exchange.framework = { route: () => route };
    }
    return original.apply(this, args);
  });
}

/** What applications copy their methods from when they are created. */
function watchApplication(application: object): void {
  patchMethod(application, 'handle', (original) => function (this: unknown, ...args) {
    const [request, response] = args as [object, object];
    const exchange = typeof request === 'object' ? exchangeOf(request) : undefined;
    // An application that is mounted in another one gets the request a second time.
    if (exchange !== undefined && !exchange.isPrepared) {
      exchange.isPrepared = true;
      prepareForPrototype(request);
      prepareForPrototype(response);
    }
    return original.apply(this, args);
  });
}
