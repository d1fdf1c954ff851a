import { attempt } from '../../attempt';
import { withExports } from '../../module-exports';
import { looksLike } from '../../context';
import { currentExchange } from '../server/exchange';
import { watchErrors } from './errors';
import { ownValue } from '../own';
import { patchMethod } from '../patch';

type Handler = (this: unknown, ...args: any[]) => unknown;
interface Trouter {
  /** A list in newer releases, where each route has its handlers. */
  routes?: unknown;
  /** By method and pattern, in older ones. */
  handlers?: unknown;
}
interface Found {
  handlers?: Handler[];
}

const patched = new WeakSet<object>();
/** Where each list of handlers was put. */
const patterns = new WeakMap<object, string>();

/**
 * Lets Polka, by the router that it is made from, give the request its route.
 * @param loaded what `require('trouter')` or `import 'trouter'` gives.
 */
export function watchTrouter<T>(loaded: T): T {
  const { Trouter, default: main } = loaded as { Trouter?: object; default?: object };
  const { prototype } = (Trouter ?? main ?? loaded) as { prototype?: object };
  if (prototype === undefined || patched.has(prototype)) return loaded;
  patched.add(prototype);
  patchMethod(
    prototype,
    'add',
    (original) =>
      function (this: Trouter, ...args) {
        const result: unknown = original.apply(this, args);
        const [method, pattern] = args as unknown[];
        const own = Array.isArray(this.routes)
          ? ownValue(this.routes.at(-1), 'handlers')
          : ownValue(ownValue(this.handlers, method as string), pattern as string);
        if (typeof own === 'object' && own !== null) patterns.set(own, String(pattern));
        return result;
      },
  );
  patchMethod(
    prototype,
    'find',
    (original) =>
      function (this: Trouter, ...args) {
        const found = original.apply(this, args) as Found | false;
        attempt(() => note(this, found, args[1] as string));
        return found;
      },
  );
  return loaded;
}

function note({ routes }: Trouter, found: Found | false, url: string): void {
  const exchange = found && found.handlers?.length ? currentExchange() : undefined;
  if (exchange === undefined) return;
  const { handlers } = found as { handlers: Handler[] };
  const known = Array.isArray(routes)
    ? (routes as { pattern: RegExp; handlers: Handler[] }[])
        .filter((route) => route.pattern.test(url) && route.handlers.at(-1) === handlers.at(-1))
        .map((route) => patterns.get(route.handlers))[0]
    : patterns.get(handlers);
  if (known === undefined) return;
  // An application is mounted on a path that is no pattern.
  const { path } = exchange.record;
  const mount = path.endsWith(url) ? path.slice(0, path.length - url.length) : '';
  exchange.setRoute(mount + (known.startsWith('/') ? known : `/${known}`));
}

/**
 * Polka's handler of errors is the app's, or its own.
 * @param loaded what `require('polka')` or `import 'polka'` gives: what makes an application.
 */
export function watchPolka<T>(loaded: T): T {
  const { default: main } = loaded as { default?: unknown };
  const make = (typeof loaded === 'function' ? loaded : main) as Handler | undefined;
  if (typeof make !== 'function' || patched.has(make)) return loaded;
  const replacement = looksLike(make, function (this: unknown, ...args: unknown[]): unknown {
    const app = make.apply(this, args) as { onError?: Handler };
    if (typeof app?.onError === 'function') watchErrors(app, 'onError', 1);
    return app;
  });
  patched.add(replacement);
  return (typeof loaded === 'function' ? replacement : withExports(loaded as object, { default: replacement })) as T;
}
