import { currentExchange } from '../server/exchange';
import { watchErrors } from './errors';
import { ownValue } from '../own';
import { patchMethod } from '../patch';

const patched = new WeakSet<object>();
/** Where each service of Feathers was put. */
const paths = new WeakMap<object, string>();

function once(target: object | undefined, act: (target: object) => void): void {
  if (target === undefined || target === null || patched.has(target)) return;
  patched.add(target);
  act(target);
}

/**
 * Lets Feathers, on Express and on Koa, give the request the path of its service.
 * @param loaded what `@feathersjs/transport-commons/lib/routing/router.js` exports.
 */
export function watchFeathers<T>(loaded: T): T {
  once((loaded as { Router?: { prototype?: object } }).Router?.prototype, (prototype) => {
    patchMethod(
      prototype,
      'insert',
      (original) =>
        function (this: unknown, ...args) {
          const [path, data] = args as unknown[];
          if (typeof data === 'object' && data !== null && typeof path === 'string') paths.set(data, path);
          return original.apply(this, args);
        },
    );
    patchMethod(
      prototype,
      'lookup',
      (original) =>
        function (this: unknown, ...args) {
          const found: unknown = original.apply(this, args);
          const data = ownValue(found, 'data');
          const path = typeof data === 'object' && data !== null ? paths.get(data) : undefined;
          if (path !== undefined) currentExchange()?.setRoute(`/${path.replace(/\/:__id$/, '/:id')}`);
          return found;
        },
    );
  });
  return loaded;
}

/**
 * Lets LoopBack give the request its route.
 * @param loaded what `@loopback/rest/dist/router/routing-table.js` exports.
 */
export function watchLoopbackRoutes<T>(loaded: T): T {
  once((loaded as { RoutingTable?: { prototype?: object } }).RoutingTable?.prototype, (prototype) =>
    patchMethod(
      prototype,
      'find',
      (original) =>
        function (this: unknown, ...args) {
          const found = original.apply(this, args) as { path?: unknown } | undefined;
          if (typeof found?.path === 'string') currentExchange()?.setRoute(found.path);
          return found;
        },
    ),
  );
  return loaded;
}

/**
 * What LoopBack answers errors with.
 * @param loaded what `strong-error-handler` exports.
 */
export function watchStrongErrors<T>(loaded: T): T {
  once(loaded as object, (exports) => watchErrors(exports, 'writeErrorToResponse', 1));
  return loaded;
}

/** The gateway of Moleculer. @param loaded what `moleculer-web` exports: a service. */
export function watchMoleculer<T>(loaded: T): T {
  const main = (loaded as { default?: unknown }).default ?? loaded;
  once(ownValue(main, 'methods') as object | undefined, (methods) => watchErrors(methods, 'sendError', 0, 2));
  return loaded;
}

/** @param loaded what `micro` exports. */
export function watchMicro<T>(loaded: T): T {
  const main = (loaded as { default?: unknown }).default;
  const exports = typeof (main as { sendError?: unknown } | undefined)?.sendError === 'function' ? main : loaded;
  once(exports as object, (target) => watchErrors(target, 'sendError', 0, 2));
  return loaded;
}

/** @param loaded what `restify/lib/server.js` exports. */
export function watchRestify<T>(loaded: T): T {
  once((loaded as { prototype?: object }).prototype, (prototype) => watchErrors(prototype, '_onHandlerError', 1));
  return loaded;
}
