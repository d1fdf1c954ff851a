import { ownValue } from '../own';

/**
 * The route that restify, or a router that is not known, left on the request. Without the path that led there:
 * `req.baseUrl` is what the client sent, as Sails has it even with the Host header, and a route never comes from a
 * client.
 */
export function routeOnRequest(request: object): string | undefined {
  const path = ownValue(ownValue(request, 'route'), 'path');
  return typeof path === 'string' ? path : undefined;
}

/** The route that a framework put on the server span by itself. */
export function routeOnSpan(attributes: unknown): string | undefined {
  const route = ownValue(attributes, 'http.route');
  return typeof route === 'string' ? route : undefined;
}
