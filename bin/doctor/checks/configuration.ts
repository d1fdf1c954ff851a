// The configuration, as the preload would read it.
import { describe, hintOf, isGiven, redact, unsupportedText, type Config, type Conflict } from '../../../lib/config';
import type { Finding } from '../finding';
import type { DoctorContext } from '../context';
import { found } from '../table';

/** The conflict of a port with the protocol has a finding of its own: it is the commonest of all mistakes. */
const OF_PORT = /is that of OTLP over/;

export function checkConfiguration({ config }: DoctorContext): Finding[] {
  const service = redact(config.service.name);
  const given = describe(config).filter(({ source }) => isGiven(source));
  const set = given.filter(({ source }) => source === 'environment');
  return [
    found('service-name', `${service} (${config.service.source})`, { ...config.service, name: service }),
    set.length === 0
      ? found('config-defaults')
      : found('config-set', set.map(({ variable, value }) => `${variable}=${value}`).join('\n'), {
          variables: Object.fromEntries(set.map(({ variable, value }) => [variable, value])),
        }),
    ...fileFindings(config, given.length - set.length),
    ...config.problems.map((problem) => {
      const { variable, expected, received, used } = problem;
      return found(
        config.FIRSTLIGHT_STRICT ? 'config-refused' : 'config-bad-value',
        `${variable} expects ${expected}, got ${JSON.stringify(received)}, uses ${JSON.stringify(used)}`,
        { ...problem },
      );
    }),
    ...config.conflicts.map(conflict),
    ...config.suggestions.map((suggestion) =>
      found('config-unknown', [suggestion.variable, hintOf(suggestion)].filter(Boolean).join(': '), { ...suggestion }),
    ),
    ...signals(config),
  ];
}

/** What becomes of a configuration file; one that cannot be used is a bad value of the variable that names it. */
function fileFindings({ file }: Config, count: number): Finding[] {
  if (!file) return [];
  return [
    found('config-file', `${file.path}: ${count} settings`, { path: file.path, settings: count }),
    ...file.unsupported.map((each) => found('config-file-unsupported', unsupportedText(file.path, each), { ...each })),
  ];
}

const conflict = (conflict: Conflict): Finding =>
  found(
    OF_PORT.test(conflict.text) ? 'protocol-against-port' : 'config-conflict',
    `${conflict.variables.join(', ')}: ${conflict.text} (now: ${conflict.used})`,
    { ...conflict },
  );

function signals(config: Config): Finding[] {
  if (!config.telemetryEnabled)
    return [found('telemetry-off', config.OTEL_SDK_DISABLED ? 'OTEL_SDK_DISABLED' : 'OTEL_ENABLED')];
  const off = (['traces', 'metrics', 'logs'] as const).filter(
    (signal) => !config.otlp[signal].exporters.includes('otlp'),
  );
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: part } = config;
  const never = /always_off$/.test(sampler) || (/traceidratio$/.test(sampler) && part === 0);
  return [
    ...off.map((signal) =>
      found(
        'signal-off',
        `${signal}: ${config.otlp[signal].exporters.join(', ') || 'none'} (OTEL_${signal.toUpperCase()}_EXPORTER)`,
        { signal },
      ),
    ),
    ...(never ? [found('sampled-away', `${sampler}${/ratio$/.test(sampler) ? ` ${part}` : ''}`)] : []),
  ];
}
