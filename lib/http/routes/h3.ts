import { attempt } from '../../attempt';
import { withExports } from '../../module-exports';
import { currentExchange } from '../server/exchange';
import { notingErrors } from './errors';
import { pathnameOf } from './layers';
import { ownValue } from '../own';
import { patchMethod } from '../patch';

type Handler = (this: unknown, ...args: any[]) => unknown;

const patched = new WeakSet<object>();

/**
 * Lets h3 give the request its route and error. Nuxt and Nitro bundle it into what they build: there it is not seen.
 * @param loaded what `require('h3')` or `import 'h3'` gives.
 */
export function watchH3<T>(loaded: T): T {
  const { H3Core, H3, createApp } = loaded as { H3Core?: object; H3?: object; createApp?: Handler };
  for (const each of [H3Core, H3]) {
    const { prototype } = (each ?? {}) as { prototype?: object };
    if (prototype === undefined || patched.has(prototype)) continue;
    patched.add(prototype);
    if (Object.hasOwn(prototype, '~findRoute')) watchFind(prototype);
    if (Object.hasOwn(prototype, 'handler')) watchHandler(prototype);
  }
  // That of h3 2 is an alias of its class.
  if (H3Core !== undefined || typeof createApp !== 'function' || patched.has(createApp)) return loaded;
  const create = function (this: unknown, ...args: unknown[]): unknown {
    const app = createApp.apply(this, args) as { handler?: Handler };
    if (typeof app?.handler === 'function') watchEvents(app as { handler: Handler });
    return app;
  };
  Object.defineProperties(create, { name: { value: createApp.name }, length: { value: createApp.length } });
  patched.add(create);
  return withExports(loaded as object, { createApp: create }) as T;
}

/** h3 2: the router's answer has the route that was matched, mounts included. */
function watchFind(prototype: object): void {
  patchMethod(
    prototype,
    '~findRoute',
    (original) =>
      function (this: unknown, ...args) {
        const found = original.apply(this, args) as { data?: unknown } | undefined;
        const route = ownValue(found?.data, 'route');
        if (typeof route === 'string') currentExchange()?.setRoute(route);
        return found;
      },
  );
}

function watchHandler(holder: object): void {
  patchMethod(holder, 'handler', (original) => notingErrors(original));
}

/** h3 1: the event has the route below the path that its router was put on, which is no pattern. */
function watchEvents(app: { handler: Handler }): void {
  const { handler } = app;
  watchHandler(app);
  const watching = app.handler;
  app.handler = function (this: unknown, ...args: unknown[]): unknown {
    const exchange = currentExchange();
    if (exchange !== undefined) exchange.framework = { route: () => attempt(() => routeOf(args[0])) };
    return watching.apply(this, args);
  };
  Object.defineProperties(app.handler, Object.getOwnPropertyDescriptors(handler));
}

function routeOf(event: unknown): string | undefined {
  const { context, node } = event as {
    context: object;
    node: { req: { url?: string; originalUrl?: string } };
  };
  const path = ownValue(ownValue(context, 'matchedRoute'), 'path');
  if (typeof path !== 'string') return undefined;
  const [all, rest] = [pathnameOf(node.req.originalUrl), pathnameOf(node.req.url)];
  return (all.endsWith(rest) ? all.slice(0, all.length - rest.length) : '') + path;
}
