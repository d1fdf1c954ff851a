import {
  INSTRUMENT_TYPES,
  type CardinalityLimits,
  type IncludeExclude,
  type PrometheusSettings,
} from '../../declarative/types';
import type { ExporterName } from '../../table/signals';
import { list, mapping, refused, value, type MappingShape, type Reading, type Shape } from '../shape';
import { configurator, exporter, exporterOf, otlpFirst } from './exporters';
import { includeExclude } from './resource';
import { view } from './views';

const producers = refused('the JavaScript SDK has no producers of other metrics');

const cardinalityLimits = mapping(
  Object.fromEntries(['default', ...INSTRUMENT_TYPES].map((name) => [name, value('integer', { least: 1 })])),
);

const periodic = (): Shape =>
  mapping(
    {
      interval: value('integer', { variable: 'OTEL_METRIC_EXPORT_INTERVAL' }),
      timeout: value('integer', { variable: 'OTEL_METRIC_EXPORT_TIMEOUT' }),
      'max_export_batch_size/development': refused('requests are split by their bytes, not by their data points'),
      exporter: exporter('metrics'),
      producers,
      cardinality_limits: cardinalityLimits,
    },
    { required: ['exporter'] },
  );

interface PrometheusRead {
  readonly scope_info_enabled?: boolean;
  readonly 'target_info_enabled/development'?: boolean;
  readonly without_scope_info?: boolean;
  readonly 'without_target_info/development'?: boolean;
  readonly resource_constant_labels?: IncludeExclude;
  readonly with_resource_constant_labels?: IncludeExclude;
}

/** The keys that begin with `with` are those of 1.0; 1.1 has renamed them. */
export const OF_1_0 = ['without_scope_info', 'without_target_info/development', 'with_resource_constant_labels'];

const prometheus = (): Shape =>
  mapping(
    {
      host: value('string', { variable: 'OTEL_EXPORTER_PROMETHEUS_HOST' }),
      port: value('integer', { variable: 'OTEL_EXPORTER_PROMETHEUS_PORT' }),
      scope_info_enabled: value('boolean'),
      'target_info_enabled/development': value('boolean'),
      resource_constant_labels: includeExclude(),
      without_scope_info: value('boolean'),
      'without_target_info/development': value('boolean'),
      with_resource_constant_labels: includeExclude(),
      translation_strategy: value('string', {
        take: (strategy: string, place, reading) => {
          if (strategy !== 'underscore_escaping_with_suffixes')
            reading.refuse(place, 'the exporter for Prometheus has underscore_escaping_with_suffixes only');
        },
      }),
    },
    {
      enter: (_place, reading) => reading.exports('metrics', 'prometheus'),
      take: (read: PrometheusRead, _place, reading) => {
        const settings: PrometheusSettings = {
          scopeInfo: read.scope_info_enabled ?? !(read.without_scope_info ?? false),
          targetInfo: read['target_info_enabled/development'] ?? !(read['without_target_info/development'] ?? false),
          constantLabels: read.resource_constant_labels ?? read.with_resource_constant_labels,
        };
        if (!settings.scopeInfo || !settings.targetInfo || settings.constantLabels) reading.only.prometheus = settings;
      },
    },
  );

const pull = (): Shape =>
  mapping(
    {
      exporter: mapping({ 'prometheus/development': prometheus() }, { one: 'exporter', others: 'refused' }),
      producers,
      cardinality_limits: cardinalityLimits,
    },
    { required: ['exporter'] },
  );

type Reader = { readonly periodic?: ReaderFacts; readonly pull?: ReaderFacts };
interface ReaderFacts {
  readonly cardinality_limits?: CardinalityLimits;
}

function takeReader(reader: Reader, _place: unknown, reading: Reading): void {
  const limits = (reader.periodic ?? reader.pull)?.cardinality_limits;
  const name: ExporterName | undefined = exporterOf(reader);
  if (limits && name && Object.values(limits).some((limit) => limit !== undefined))
    reading.only.cardinality = { [name]: withoutUndefined(limits), ...reading.only.cardinality };
}

const withoutUndefined = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, each]) => each !== undefined)) as T;

const EXEMPLARS = 'the JavaScript SDK collects no exemplars: every value acts as always_off';

/** The section `meter_provider`. */
export const meterProvider = (): MappingShape =>
  mapping(
    {
      readers: list(
        mapping({ periodic: periodic(), pull: pull() }, { one: 'reader', others: 'refused', take: takeReader }),
        otlpFirst,
      ),
      views: list(view()),
      exemplar_filter: refused(EXEMPLARS, ['always_off']),
      'meter_configurator/development': configurator('meters'),
    },
    { required: ['readers'] },
  );
