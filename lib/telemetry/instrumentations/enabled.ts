import { instrumentationNames, quietInstrumentations, type Config, type InstrumentationName } from '../../config';

const QUIET: readonly InstrumentationName[] = quietInstrumentations;

/** Which instrumentations the configuration turns on. */
export function enabledInstrumentations(config: Config): InstrumentationName[] {
  const only = config.OTEL_NODE_ENABLED_INSTRUMENTATIONS as readonly string[] | undefined;
  const never = config.OTEL_NODE_DISABLED_INSTRUMENTATIONS as readonly string[];
  return instrumentationNames.filter(
    (name) => !never.includes(name) && (only && only.length > 0 ? only.includes(name) : !QUIET.includes(name)),
  );
}
