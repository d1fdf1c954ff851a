import { ownValue } from '../own';

/**
 * The route that restify, or a router that is not known, left on the request. Without the path that led there:
 * `req.baseUrl` is what the client sent, as Sails has it even with the Host header, and a route never comes from a
 * client.
 */
export function routeOnRequest(request: object): string | undefined {
  const path = ownValue(ownValue(request, 'route'), 'path') ?? ownValue(ownValue(request, '$alias'), 'fullPath');
  if (typeof path === 'string') return path;
  // Moleculer's gateway has no alias for what clients call by the name of the action.
  const base = ownValue(ownValue(request, '$route'), 'path');
  const action = ownValue(ownValue(request, '$action'), 'name');
  return typeof base === 'string' && typeof action === 'string' ? joinOperation(base, action) : undefined;
}

/** The route of an operation that has a name: in the place of the parameter that stands for it, or below the route. */
export function joinOperation(route: string, operation: string): string {
  return `${route.replace(/\/(?:[:*]\w*|\[[^/]*\]|\{[^/]*\})?$/, '')}/${operation}`;
}

/** The route that a framework put on the server span by itself. */
export function routeOnSpan(attributes: unknown): string | undefined {
  const route = ownValue(attributes, 'http.route');
  return typeof route === 'string' ? route : undefined;
}
