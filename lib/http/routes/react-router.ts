import { attempt } from '../../attempt';
import { looksLike } from '../../context';
import { withExports } from '../../module-exports';
import { currentExchange } from '../server/exchange';
import { noteError } from './errors';

type Function = (this: unknown, ...args: any[]) => unknown;

/** What a server build has of each route, by its ID. */
interface ManifestRoute {
  readonly id: string;
  readonly parentId?: string | undefined;
  readonly path?: string | undefined;
  readonly index?: boolean | undefined;
}
/** A route as `matchRoutes` takes it. */
interface Route {
  readonly id: string;
  readonly path?: string | undefined;
  readonly index?: boolean | undefined;
  readonly children?: Route[];
}
interface Build {
  readonly routes?: Readonly<Record<string, ManifestRoute | undefined>>;
  readonly basename?: string;
  readonly entry?: { readonly module?: { readonly handleError?: Function } };
}
type MatchRoutes = (routes: Route[], path: string, basename?: string) => { route: Route }[] | null;

const watched = new WeakSet<object>();
const trees = new WeakMap<object, Route[]>();

/**
 * Lets React Router, as a framework, give the request the route that was matched, instead of the pattern of the server
 * around it, which is `*`. Errors are those that its `handleError` gets, if the app has one.
 * @param loaded what `require('react-router')` or `import 'react-router'` gives.
 */
export function watchReactRouter<T>(loaded: T): T {
  const { createRequestHandler, matchRoutes } = loaded as {
    createRequestHandler?: Function;
    matchRoutes?: MatchRoutes;
  };
  if (typeof createRequestHandler !== 'function' || typeof matchRoutes !== 'function') return loaded;
  if (watched.has(createRequestHandler)) return loaded;
  const create = looksLike(createRequestHandler, function (this: unknown, ...args: unknown[]): unknown {
    const [build] = args as [Build | (() => Build | Promise<Build>)];
    const isKnown = typeof build === 'object' && build !== null;
    const passed = isKnown ? (attempt(() => watchBuild(build)) ?? build) : build;
    const handler = createRequestHandler.apply(this, [passed, ...args.slice(1)]) as Function;
    if (typeof handler !== 'function' || !isKnown) return handler;
    return looksLike(handler, function (this: unknown, ...values: unknown[]): unknown {
      attempt(() => note(build, values[0] as Request, matchRoutes));
      return handler.apply(this, values);
    });
  });
  watched.add(create);
  return withExports(loaded as object, { createRequestHandler: create }) as T;
}

/** The build, with a `handleError` that notes the error before it calls the app's. */
function watchBuild(build: Build): Build {
  const module = build.entry?.module;
  const handleError = module?.handleError;
  if (typeof handleError !== 'function') return build;
  const noting = looksLike(handleError, function (this: unknown, ...args: unknown[]): unknown {
    noteError(currentExchange(), args[0]);
    return handleError.apply(this, args);
  });
  return { ...build, entry: { ...build.entry, module: { ...module, handleError: noting } } };
}

function note(build: Build, request: Request, matchRoutes: MatchRoutes): void {
  const exchange = currentExchange();
  if (exchange === undefined || build.routes === undefined) return;
  let tree = trees.get(build);
  if (tree === undefined) trees.set(build, (tree = childrenOf(Object.values(build.routes), undefined)));
  // What the client asks for beside documents.
  const path = new URL(request.url).pathname.replace(/(?:\/_root)?\.data$/, '') || '/';
  const matches = matchRoutes(tree, path, build.basename);
  if (matches === null) return;
  const parts = matches.map(({ route }) => route.path ?? '').filter(Boolean);
  const base = build.basename ?? '/';
  exchange.setRoute(`${base}/${parts.join('/')}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1'));
  // The server around it, such as Express, has a pattern of its own.
  const outer = exchange.framework;
  exchange.framework = { user: () => outer?.user?.() };
}

function childrenOf(routes: readonly (ManifestRoute | undefined)[], parentId: string | undefined): Route[] {
  return routes.flatMap((route) =>
    route !== undefined && (route.parentId || undefined) === parentId
      ? [
          route.index
            ? { id: route.id, path: route.path, index: true }
            : { id: route.id, path: route.path, children: childrenOf(routes, route.id) },
        ]
      : [],
  );
}
