import { ownValue } from './own';

/**
 * The route that Express, NestJS on Express, restify or the `router` package left on the request. Used only where
 * no instrumentation has said it better: below a router that is mounted on a pattern, `baseUrl` holds the
 * actual path instead of the pattern.
 */
export function routeOnRequest(request: object): string | undefined {
  const path = ownValue(ownValue(request, 'route'), 'path');
  if (typeof path !== 'string') return undefined;
  const base = ownValue(request, 'baseUrl');
  const route = (typeof base === 'string' ? base : '') + path;
  // A route '/' inside a router at /users is /users, as people write it.
  return route.length > 1 && route.endsWith('/') ? route.slice(0, -1) : route;
}

/** The route that a framework put on the server span by itself. */
export function routeOnSpan(attributes: unknown): string | undefined {
  const route = ownValue(attributes, 'http.route');
  return typeof route === 'string' ? route : undefined;
}
