import { declareSame } from './same';

declareSame('hapi');
// With spans of its own for each extension and handler, which are functions of firstlight's then.
declareSame('hapi', {
  env: async () => ({ FIRSTLIGHT_MIDDLEWARE_SPANS: 'true' }),
  leaveOut: /^(routes of each form|the handler is found|methods look as they did)$/,
});
