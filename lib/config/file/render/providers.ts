import type { CardinalityLimits, IncludeExclude, ViewSettings } from '../../declarative/types';
import { isGiven } from '../../declarative/source';
import { resolveSampler } from '../../sampling/resolve-sampler';
import type { Config } from '../../types';
import { exporterPart } from './exporters';
import { escaped, limit, present, presentOrNothing, timeLimit } from './text';

type Part = Record<string, unknown>;

/** The processors of spans or log records. */
function processorParts(config: Config, signal: 'traces' | 'logs', prefix: 'OTEL_BSP_' | 'OTEL_BLRP_'): Part[] {
  return config.otlp[signal].exporters.map((name) => ({
    batch: {
      schedule_delay: config[`${prefix}SCHEDULE_DELAY`],
      export_timeout: timeLimit(config[`${prefix}EXPORT_TIMEOUT`]),
      // Only one that was set limits the exporter.
      ...(isGiven(config.sources[`${prefix}MAX_QUEUE_SIZE`]) && { max_queue_size: config[`${prefix}MAX_QUEUE_SIZE`] }),
      max_export_batch_size: config[`${prefix}MAX_EXPORT_BATCH_SIZE`],
      exporter: exporterPart(config, signal, name),
    },
  }));
}

export const tracerPart = (config: Config): Part => ({
  processors: processorParts(config, 'traces', 'OTEL_BSP_'),
  limits: {
    attribute_value_length_limit: limit(config.limits.span.attributeValueLengthLimit),
    attribute_count_limit: config.limits.span.attributeCountLimit,
    event_count_limit: config.limits.span.eventCountLimit,
    link_count_limit: config.limits.span.linkCountLimit,
    event_attribute_count_limit: config.limits.span.attributePerEventCountLimit,
    link_attribute_count_limit: config.limits.span.attributePerLinkCountLimit,
  },
  sampler: samplerPart(config),
});

/** The sampler without FIRSTLIGHT_TRACES_PER_SECOND, which has a key of its own. */
const samplerPart = (config: Config): Part =>
  withoutReferences(
    config.file?.sampler ?? resolveSampler({ ...config, FIRSTLIGHT_TRACES_PER_SECOND: undefined }),
  ) as Part;

/** The same, its texts as a file has them. */
function withoutReferences(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value);
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutReferences(each)]));
}

export const loggerPart = (config: Config): Part => ({
  processors: processorParts(config, 'logs', 'OTEL_BLRP_'),
  limits: {
    attribute_value_length_limit: limit(config.limits.logRecord.attributeValueLengthLimit),
    attribute_count_limit: config.limits.logRecord.attributeCountLimit,
  },
});

export const meterPart = (config: Config): Part =>
  present({
    readers: config.otlp.metrics.exporters.map((name) => {
      const limits = limitsPart(config.file?.cardinality?.[name]);
      return name === 'prometheus'
        ? {
            pull: present({
              exporter: { 'prometheus/development': prometheusPart(config) },
              cardinality_limits: limits,
            }),
          }
        : {
            periodic: present({
              interval: config.OTEL_METRIC_EXPORT_INTERVAL,
              timeout: timeLimit(config.OTEL_METRIC_EXPORT_TIMEOUT),
              exporter: exporterPart(config, 'metrics', name),
              cardinality_limits: limits,
            }),
          };
    }),
    views: config.file?.views?.map(viewPart),
  });

const limitsPart = (limits: CardinalityLimits | undefined): Part | undefined => limits && { ...limits };

const prometheusPart = (config: Config): Part =>
  present({
    host: escaped(config.OTEL_EXPORTER_PROMETHEUS_HOST),
    port: config.OTEL_EXPORTER_PROMETHEUS_PORT,
    scope_info_enabled: config.file?.prometheus?.scopeInfo,
    'target_info_enabled/development': config.file?.prometheus?.targetInfo,
    resource_constant_labels: namesPart(config.file?.prometheus?.constantLabels),
  });

/** Patterns of names. */
export const namesPart = (names: IncludeExclude | undefined): Part | undefined =>
  names && presentOrNothing({ included: names.included?.map(escaped), excluded: names.excluded?.map(escaped) });

const viewPart = ({ selector, aggregation, ...stream }: ViewSettings): Part => ({
  selector: texts({
    instrument_name: selector.instrumentName,
    instrument_type: selector.instrumentType,
    unit: selector.unit,
    meter_name: selector.meterName,
    meter_version: selector.meterVersion,
    meter_schema_url: selector.meterSchemaUrl,
  }),
  stream: {
    ...texts({ name: stream.name, description: stream.description }),
    ...present({
      aggregation: aggregation && aggregationPart(aggregation),
      aggregation_cardinality_limit: stream.cardinalityLimit,
      attribute_keys: namesPart(stream.attributeKeys),
    }),
  },
});

const texts = (object: Record<string, string | undefined>): Part =>
  Object.fromEntries(
    Object.entries(object).flatMap(([name, text]) => (text === undefined ? [] : [[name, escaped(text)]])),
  );

function aggregationPart(settings: NonNullable<ViewSettings['aggregation']>): Part {
  if (settings.kind === 'explicit_bucket_histogram')
    return {
      [settings.kind]: present({ boundaries: settings.boundaries, record_min_max: settings.recordMinMax }),
    };
  if (settings.kind === 'base2_exponential_bucket_histogram')
    return { [settings.kind]: present({ max_size: settings.maxSize, record_min_max: settings.recordMinMax }) };
  return { [settings.kind]: null };
}
