import { stringify } from 'yaml';
import { isGiven } from '../../declarative/source';
import type { ResourceValue } from '../../declarative/types';
import type { VariableName } from '../../table';
import type { Config } from '../../types';
import { LOG_LEVELS } from '../schema';
import { isOwn, ownKey, type Rows } from '../schema/firstlight';
import { loggerPart, meterPart, namesPart, tracerPart } from './providers';
import { escaped, plain, present, presentOrNothing, valueOf } from './text';

type Part = Record<string, unknown>;

/**
 * A configuration as a file of the schema, complete: what the file leaves out has the schema's default. Secrets are
 * references to the variables that they are from, or redacted.
 */
export function renderConfigFile(config: Config, rows: Rows): string {
  const { traces, metrics, logs } = config.otlp;
  const semconv = config.OTEL_SEMCONV_STABILITY_OPT_IN as readonly string[];
  const own = ownPart(config, rows);
  const file = present({
    file_format: '1.1',
    disabled: config.OTEL_SDK_DISABLED,
    log_level: isGiven(config.sources.OTEL_LOG_LEVEL) ? severityOf(config.OTEL_LOG_LEVEL) : undefined,
    attribute_limits: presentOrNothing({
      attribute_value_length_limit: config.OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT,
      attribute_count_limit: isGiven(config.sources.OTEL_ATTRIBUTE_COUNT_LIMIT)
        ? config.OTEL_ATTRIBUTE_COUNT_LIMIT
        : undefined,
    }),
    resource: resourcePart(config),
    propagator:
      config.OTEL_PROPAGATORS.length > 0
        ? { composite: config.OTEL_PROPAGATORS.map((name) => ({ [name]: null })) }
        : undefined,
    tracer_provider: traces.exporters.length > 0 || hasSampler(config) ? tracerPart(config) : undefined,
    meter_provider: metrics.exporters.length > 0 ? meterPart(config) : undefined,
    logger_provider: logs.exporters.length > 0 ? loggerPart(config) : undefined,
    'instrumentation/development': presentOrNothing({
      general: presentOrNothing({
        http: presentOrNothing({ client: headersPart(config, 'CLIENT'), server: headersPart(config, 'SERVER') }),
        stability_opt_in_list: semconv.length > 0 ? escaped(semconv.join(',')) : undefined,
      }),
      js: own && { firstlight: own },
    }),
  });
  return stringify(file, { nullStr: '', lineWidth: 0, version: '1.2' });
}

function headersPart(config: Config, side: 'CLIENT' | 'SERVER'): Part | undefined {
  const names = (message: 'REQUEST' | 'RESPONSE') => {
    const captured = config[`OTEL_INSTRUMENTATION_HTTP_${side}_CAPTURE_${message}_HEADERS`];
    return captured.length > 0 ? captured.map(escaped) : undefined;
  };
  return presentOrNothing({
    request_captured_headers: names('REQUEST'),
    response_captured_headers: names('RESPONSE'),
  });
}

/** Without an exporter a sampler still decides about what other services are sent. */
const hasSampler = ({ file, sources }: Config): boolean =>
  file?.sampler !== undefined || isGiven(sources.OTEL_TRACES_SAMPLER);

const severityOf = (level: string): string =>
  Object.entries(LOG_LEVELS).find(([, each]) => each === level)?.[0] ?? 'trace';

/** What is detected if nothing is asked for. */
const DEFAULT_DETECTORS = ['env', 'host', 'process', 'container', 'serviceinstance'];
const ALL_DETECTORS = [...DEFAULT_DETECTORS, 'os', 'aws', 'azure', 'gcp', 'alibaba'];
/** Names of the schema. */
const NAMES: Readonly<Record<string, string>> = { serviceinstance: 'service' };

function resourcePart(config: Config): Part {
  const wanted: readonly string[] = config.OTEL_NODE_RESOURCE_DETECTORS ?? DEFAULT_DETECTORS;
  const detectors = wanted.includes('all') ? ALL_DETECTORS : wanted;
  const given = detectors.includes('env') ? config.OTEL_RESOURCE_ATTRIBUTES : {};
  const { typed = {}, schemaUrl, detected } = config.file?.resource ?? {};
  const names = detectors.filter((name) => name !== 'env' && !(name === 'os' && detectors.includes('host')));
  // The host's detector of the schema has the operating system as well.
  const isWithoutOs = names.includes('host') && !detectors.includes('os');
  return present({
    attributes: Object.entries(
      present({ ...given, 'service.version': config.service.version, ...typed, 'service.name': config.service.name }),
    ).map(([name, value]) => attributePart(name, value as ResourceValue)),
    schema_url: schemaUrl && escaped(schemaUrl),
    'detection/development': presentOrNothing({
      attributes: namesPart(
        isWithoutOs ? { ...detected, excluded: [...new Set([...(detected?.excluded ?? []), 'os.*'])] } : detected,
      ),
      detectors: names.length > 0 ? names.map((name) => ({ [NAMES[name] ?? name]: null })) : undefined,
    }),
  });
}

function attributePart(name: string, value: ResourceValue): Part {
  if (typeof value === 'string') return { name: escaped(name), value: valueOf(name, value) };
  const [element] = [value].flat();
  const type =
    typeof element === 'string'
      ? 'string'
      : typeof element === 'boolean'
        ? 'bool'
        : [value].flat().every((each) => Number.isInteger(each))
          ? 'int'
          : 'double';
  return {
    name: escaped(name),
    value: Array.isArray(value) ? value.map((each) => (typeof each === 'string' ? escaped(each) : each)) : value,
    type: Array.isArray(value) ? `${type}_array` : type,
  };
}

/** What of firstlight's own differs from its defaults. */
function ownPart(config: Config, rows: Rows): Part | undefined {
  return presentOrNothing(
    Object.fromEntries(
      (Object.keys(rows) as VariableName[])
        .filter((name) => isOwn(name, rows) && isGiven(config.sources[name]))
        .map((name) => {
          const value = config[name];
          const isScalar = typeof value === 'number' || typeof value === 'boolean';
          return [ownKey(name), isScalar ? value : plain(rows[name].format(value))];
        }),
    ),
  );
}
