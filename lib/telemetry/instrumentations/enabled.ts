import { instrumentationNames, type Config, type InstrumentationName } from '../../config';

/**
 * Off unless named in OTEL_NODE_ENABLED_INSTRUMENTATIONS. fs and host-metrics as upstream; net and dns, whose spans
 * double what every client span
 * already tells; router, which traces Express 5 a second time:
 * https://github.com/open-telemetry/opentelemetry-js-contrib/issues/2437
 */
const QUIET: readonly InstrumentationName[] = ['fs', 'host-metrics', 'net', 'dns', 'router'];

/** Which instrumentations the configuration turns on. */
export function enabledInstrumentations(config: Config): InstrumentationName[] {
  const only = config.OTEL_NODE_ENABLED_INSTRUMENTATIONS as readonly string[] | undefined;
  const never = config.OTEL_NODE_DISABLED_INSTRUMENTATIONS as readonly string[];
  return instrumentationNames.filter(
    (name) => !never.includes(name) && (only && only.length > 0 ? only.includes(name) : !QUIET.includes(name)),
  );
}
