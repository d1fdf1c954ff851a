import { listen } from './channels';
import { exchangeOf } from './exchange';
import { userOnRequest } from './user';

/**
 * Learns route and user of Fastify 5 from its own diagnostics channel: no patch, no module hook. Fastify publishes only
 * for matched routes, right before the handler. Its request is not Node's, so the user has to be asked for there.
 */
export function installFastifyRoutes(): () => void {
  return listen('tracing:fastify.request.handler:start', ({ request, route }) => {
    const exchange = exchangeOf(request.raw);
    if (exchange === undefined) return;
    if (typeof route?.url === 'string') exchange.setRoute(route.url);
    exchange.framework = { user: () => userOnRequest(request) };
  });
}
