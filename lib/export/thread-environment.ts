/**
 * Proxies, certificates and the rest of the environment, without what would start a preload or override the resolved
 * settings.
 */
export function threadEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('OTEL_')),
  );
}
