import type { Signal } from '../../../otlp';
import { REDACTED } from '../../../redaction';
import type { ExporterName } from '../../table/signals';
import type { Config } from '../../types';
import { escaped, plain, present, presentOrNothing, timeLimit } from './text';

type Part = Record<string, unknown>;

/** An exporter of a signal, as a processor or reader has it. */
export function exporterPart(config: Config, signal: Signal, name: ExporterName): Part {
  const ofMetrics =
    signal === 'metrics'
      ? {
          temporality_preference: config.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE.replace('lowm', 'low_m'),
          default_histogram_aggregation: config.OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION,
        }
      : {};
  if (name === 'console') return { console: presentOrNothing(ofMetrics) ?? null };
  const target = config.otlp[signal];
  const rest = present({
    endpoint: plain(target.url),
    tls: presentOrNothing({
      ca_file: target.certificate && escaped(target.certificate),
      key_file: target.clientKey && secret(config, signal, 'CLIENT_KEY'),
      cert_file: target.clientCertificate && escaped(target.clientCertificate),
    }),
    ...headersPart(config, signal),
    compression: target.compression,
    timeout: timeLimit(target.timeoutMs),
    encoding: target.protocol === 'http/json' ? 'json' : undefined,
    ...ofMetrics,
  });
  return target.protocol === 'grpc' ? { otlp_grpc: rest } : { otlp_http: rest };
}

/** Headers are secrets: if they are from variables, the file refers to these. */
function headersPart(config: Config, signal: Signal): Part {
  const names = Object.keys(config.otlp[signal].headers);
  if (names.length === 0) return {};
  const variables = secretSources(config, signal, 'HEADERS');
  return variables.length > 0
    ? { headers_list: variables.map((variable) => `\${${variable}}`).join(',') }
    : { headers: names.map((name) => ({ name, value: REDACTED })) };
}

const secret = (config: Config, signal: Signal, member: 'CLIENT_KEY'): string => {
  const variable = secretSources(config, signal, member).at(-1);
  return variable === undefined ? REDACTED : `\${${variable}}`;
};

/** The variables of the environment that a secret is from, the general one first. */
function secretSources(config: Config, signal: Signal, member: 'HEADERS' | 'CLIENT_KEY'): string[] {
  return ['', `${signal.toUpperCase()}_`]
    .map((part) => `OTEL_EXPORTER_OTLP_${part}${member}`)
    .filter((variable) => config.sources[variable] === 'environment');
}
