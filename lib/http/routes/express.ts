import { attempt } from '../../attempt';
import { type Exchange, exchangeOf } from '../server/exchange';
import { isNarrow, joinPatterns, type Layer, pathnameOf, patternOf, type Place } from './layers';
import { Mounts } from './mounts';
import { watchErrors } from './errors';
import { patchMethod } from '../patch';
import { isPreparationUseful, prepareForPrototype } from '../server/shape';

const patched = new WeakSet<object>();
/** Where each layer and each route was put: kept here, since they are the app's. */
const places = new WeakMap<object, Place>();

interface Request {
  baseUrl?: unknown;
  url?: unknown;
}
interface Route {
  path?: unknown;
  stack: object[];
}
interface Router {
  stack?: (Layer & { route?: Route })[];
  caseSensitive?: unknown;
  strict?: unknown;
}
interface Express {
  Route?: { prototype?: object };
  Router?: { prototype?: object };
  application?: object;
}

/**
 * Notes the route of Express when it is matched. Nothing that the app put in is wrapped: what `layer.handle` holds
 * stays the app's own function, which it may look for and take out. Also prepares requests for what Express does to
 * them, on the Node.js versions that make that expensive.
 * @param loaded what `require('express')` or `import 'express'` gives.
 */
export function watchExpress<T>(loaded: T): T {
  const express = ((loaded as { default?: unknown }).default ?? loaded) as Express;
  watch(express);
  // Up to Express 4 the router is a function with the methods on itself.
  once(hasRoute(express.Router?.prototype) ? express.Router?.prototype : express.Router, watchRegistration);
  if (isPreparationUseful) once(express.application, watchApplication);
  return loaded;
}

/** The same for the package `router`, which Express 5 uses, and which apps and other frameworks use without Express. */
export function watchRouter<T>(loaded: T): T {
  const router = ((loaded as { default?: unknown }).default ?? loaded) as Express & { prototype?: object };
  watch(router);
  once(hasRoute(router.prototype) ? router.prototype : router, watchRegistration);
  return loaded;
}

function watch({ Route }: Express): void {
  once(Route?.prototype, watchDispatch);
}

const hasRoute = (prototype: unknown): boolean =>
  typeof (prototype as { route?: unknown } | undefined)?.route === 'function';

function once(target: object | undefined, act: (target: object) => void): void {
  if (target === undefined || patched.has(target)) return;
  patched.add(target);
  act(target);
}

/** `use()` and `route()`: afterwards the new layers are at the end of the router's stack. */
function watchRegistration(router: object): void {
  for (const name of ['use', 'route']) {
    patchMethod(
      router,
      name,
      (original) =>
        function (this: Router, ...args) {
          const before = this?.stack?.length ?? 0;
          const result: unknown = original.apply(this, args);
          attempt(() => noteLayers(this, before, args[0], name === 'route'));
          return result;
        },
    );
  }
}

function noteLayers(
  { stack = [], caseSensitive, strict }: Router,
  from: number,
  path: unknown,
  isRoute: boolean,
): void {
  const options = { sensitive: caseSensitive, strict: isRoute ? strict : false, end: isRoute };
  for (const layer of stack.slice(from)) {
    once(Object.getPrototypeOf(layer) as object, watchLayers);
    if (layer.route) places.set(layer.route, { path: layer.route.path, options });
    else if (isNarrow(Array.isArray(path) ? firstOf(path) : path)) places.set(layer, { path, options });
  }
}

/** `use([middleware])` has no path; nor has `use([[middleware]])`. */
function firstOf(list: unknown[]): unknown {
  const first = list.flat(Infinity)[0];
  return typeof first === 'function' ? first : list;
}

function watchLayers(prototype: object): void {
  // The one of Express 5, the other of 4. Errors are passed from layer to layer.
  for (const name of ['handleError', 'handle_error']) watchErrors(prototype, name, 1);
  for (const name of ['handleRequest', 'handle_request']) {
    patchMethod(
      prototype,
      name,
      (original) =>
        function (this: Layer, ...args) {
          const place = places.get(this);
          if (place !== undefined) attempt(() => viewOf(args[0] as Request)?.enter(this, place));
          return original.apply(this, args);
        },
    );
  }
}

function watchDispatch(prototype: object): void {
  patchMethod(
    prototype,
    'dispatch',
    (original) =>
      function (this: Route, ...args) {
        attempt(() => viewOf(args[0] as Request)?.match(this));
        return original.apply(this, args);
      },
  );
}

/** What applications copy their methods from when they are created. */
function watchApplication(application: object): void {
  patchMethod(
    application,
    'handle',
    (original) =>
      function (this: unknown, ...args) {
        const [request, response] = args as [object, object];
        const exchange = typeof request === 'object' && request !== null ? exchangeOf(request) : undefined;
        // An application that is mounted in another one gets the request a second time.
        if (exchange !== undefined && !exchange.isPrepared) {
          exchange.isPrepared = true;
          prepareForPrototype(request);
          prepareForPrototype(response);
        }
        return original.apply(this, args);
      },
  );
}

/** The path of one request through the routers. */
class View {
  #route: string | undefined;
  #mounts: Mounts | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly request: Request,
  ) {}

  /** The last route that was matched, also if it passed the request on; else the mount of what has answered. */
  readonly route = (): string | undefined => this.#route ?? this.#mounts?.last;

  enter(layer: Layer, place: Place): void {
    const rest = pathnameOf(this.request.url);
    const base = this.#base;
    const pattern = patternOf(place, layer, base + (rest === '/' ? '' : rest));
    if (pattern !== undefined) (this.#mounts ??= new Mounts()).enter(layer, base, pattern, rest);
  }

  match(route: Route): void {
    const place = places.get(route);
    const path = place && route.stack[0] ? patternOf(place, route.stack[0], pathnameOf(this.request.url)) : route.path;
    const mount = this.#base === '' ? '' : this.#mounts?.patternOf(this.#base);
    // Without the pattern of the mount there is only what the client has sent.
    if (typeof path === 'string') this.exchange.setRoute((this.#route = joinPatterns(mount ?? '', path)));
  }

  get #base(): string {
    return typeof this.request.baseUrl === 'string' ? this.request.baseUrl : '';
  }
}

function viewOf(request: Request): View | undefined {
  const exchange = exchangeOf(request);
  if (exchange === undefined) return undefined;
  if (exchange.framework instanceof View) return exchange.framework;
  const view = new View(exchange, request);
  exchange.framework = view;
  return view;
}
