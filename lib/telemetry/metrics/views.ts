import type { AggregationOption, InstrumentType, MetricReader, ViewOptions } from '@opentelemetry/sdk-metrics';
import {
  createNameFilter,
  INSTRUMENT_TYPES,
  type AggregationSettings,
  type CardinalityLimits,
  type Config,
  type ExporterName,
  type InstrumentName,
  type ViewSettings,
} from '../../config';

/** The SDK's own. */
const DEFAULT_LIMIT = 2000;

/** As the SDK calls it. */
const typeOf = (name: InstrumentName): InstrumentType => name.toUpperCase() as InstrumentType;

/** The limits of what goes to an exporter: the file's, on top of the variable's. Undefined if they are the SDK's. */
export function cardinalityOf(config: Config, name: ExporterName): CardinalityLimits | undefined {
  const { file, FIRSTLIGHT_METRIC_CARDINALITY_LIMIT: limit } = config;
  const ofFile = file?.cardinality?.[name];
  return ofFile || limit !== DEFAULT_LIMIT ? { default: limit, ...ofFile } : undefined;
}

/** How many attribute sets an instrument of a type may have. */
export function limitOf(limits: CardinalityLimits, type: InstrumentType): number {
  return limits[type.toLowerCase() as InstrumentName] ?? limits.default ?? DEFAULT_LIMIT;
}

/** The limits of a reader, as the periodic reader takes them. */
export const periodicLimits = (limits: CardinalityLimits | undefined): Record<string, number> | undefined =>
  limits &&
  Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => [name.replace(/_\w/g, (part) => part.slice(1).toUpperCase()), limit]),
  );

/**
 * The views of a configuration file, and behind them the one that makes the SDK report measurements of a worker thread,
 * if there is one.
 */
export function createViews(config: Config, eager: ViewOptions | undefined): ViewOptions[] {
  const { file } = config;
  const limits = cardinalityOf(config, config.otlp.metrics.exporters[0] ?? 'otlp');
  const own = (file?.views ?? []).map((view) => viewOf(view, limits, eager?.attributesProcessors ?? []));
  if (!eager) return own;
  // A view has its own limit instead of the reader's.
  return [
    ...own,
    ...(limits
      ? INSTRUMENT_TYPES.map((name) => ({
          ...eager,
          instrumentType: typeOf(name),
          aggregationCardinalityLimit: limitOf(limits, typeOf(name)),
        }))
      : [eager]),
  ];
}

function viewOf(
  { selector, attributeKeys, ...stream }: ViewSettings,
  limits: CardinalityLimits | undefined,
  more: NonNullable<ViewOptions['attributesProcessors']>,
): ViewOptions {
  const { instrumentType } = selector;
  const isIn = attributeKeys && createNameFilter(attributeKeys);
  const filter = isIn && {
    process: <T extends object>(attributes: T): T =>
      Object.fromEntries(Object.entries(attributes).filter(([name]) => isIn(name))) as T,
  };
  return {
    // The SDK wants one criterion at least.
    instrumentName: selector.instrumentName ?? (stream.name === undefined ? '*' : undefined),
    instrumentType: instrumentType && typeOf(instrumentType),
    instrumentUnit: selector.unit,
    meterName: selector.meterName,
    meterVersion: selector.meterVersion,
    meterSchemaUrl: selector.meterSchemaUrl,
    name: stream.name,
    description: stream.description,
    aggregation: stream.aggregation && aggregationOf(stream.aggregation),
    aggregationCardinalityLimit:
      stream.cardinalityLimit ??
      (limits && (instrumentType ? limitOf(limits, typeOf(instrumentType)) : limits.default)),
    attributesProcessors: [...(filter ? [filter] : []), ...more],
  };
}

/** Those of the specification. */
const BOUNDARIES = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

function aggregationOf(settings: AggregationSettings): AggregationOption {
  const { AggregationType } = require('@opentelemetry/sdk-metrics') as typeof import('@opentelemetry/sdk-metrics');
  switch (settings.kind) {
    case 'explicit_bucket_histogram':
      return {
        type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
        options: { boundaries: [...(settings.boundaries ?? BOUNDARIES)], recordMinMax: settings.recordMinMax ?? true },
      };
    case 'base2_exponential_bucket_histogram':
      return {
        type: AggregationType.EXPONENTIAL_HISTOGRAM,
        options: { maxSize: settings.maxSize ?? 160, recordMinMax: settings.recordMinMax ?? true },
      };
    case 'drop':
      return { type: AggregationType.DROP };
    case 'sum':
      return { type: AggregationType.SUM };
    case 'last_value':
      return { type: AggregationType.LAST_VALUE };
    default:
      return { type: AggregationType.DEFAULT };
  }
}

/** What of the SDK's state finds the views of an instrument. Private there, so a test of the preload holds it. */
interface Collector {
  readonly _sharedState?: {
    readonly viewRegistry?: { _registeredViews?: unknown[]; findViews?(...args: unknown[]): unknown[] };
  };
}

/**
 * Instruments that one of the first `count` views fits are only seen by those: the ones behind them would report the
 * same measurements a second time.
 */
export function preferFirstViews(reader: MetricReader, count: number): void {
  const setMetricProducer = reader.setMetricProducer.bind(reader);
  reader.setMetricProducer = (producer) => {
    const registry = (producer as unknown as Collector)._sharedState?.viewRegistry;
    const find = registry?.findViews?.bind(registry);
    const registered = registry?._registeredViews;
    if (registry && find && registered)
      registry.findViews = (...args) => {
        const found = find(...args);
        const first = found.filter((view) => registered.indexOf(view) < count);
        return first.length > 0 ? first : found;
      };
    setMetricProducer(producer);
  };
}
