import {
  INSTRUMENT_TYPES,
  type AggregationSettings,
  type IncludeExclude,
  type InstrumentName,
} from '../../declarative/types';
import type { Place } from '../../declarative/types';
import { list, mapping, value, type MappingShape, type Reading, type Shape } from '../shape';
import { includeExclude } from './resource';

interface ViewRead {
  readonly selector?: Readonly<Record<string, string | undefined>>;
  readonly stream?: {
    readonly name?: string;
    readonly description?: string;
    readonly aggregation?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
    readonly aggregation_cardinality_limit?: number;
    readonly attribute_keys?: IncludeExclude;
  };
}

const aggregation = (): MappingShape =>
  mapping(
    {
      default: mapping({}),
      drop: mapping({}),
      explicit_bucket_histogram: mapping({ boundaries: list(value('number')), record_min_max: value('boolean') }),
      base2_exponential_bucket_histogram: mapping({
        max_scale: value('integer', {
          take: (scale: number, place, reading) => {
            if (scale !== 20) reading.refuse(place, 'the JavaScript SDK begins with scale 20');
          },
        }),
        max_size: value('integer', { least: 2 }),
        record_min_max: value('boolean'),
      }),
      last_value: mapping({}),
      sum: mapping({}),
    },
    { one: 'aggregation', others: 'refused' },
  );

function aggregationSettings(read: NonNullable<ViewRead['stream']>['aggregation']): AggregationSettings | undefined {
  const [[kind, facts = {}] = []] = Object.entries(read ?? {});
  if (kind === undefined) return undefined;
  const recordMinMax = facts.record_min_max as boolean | undefined;
  if (kind === 'explicit_bucket_histogram')
    return { kind, boundaries: facts.boundaries as number[] | undefined, recordMinMax };
  if (kind === 'base2_exponential_bucket_histogram')
    return { kind, maxSize: facts.max_size as number | undefined, recordMinMax };
  return { kind: kind as 'sum' };
}

function takeView({ selector = {}, stream = {} }: ViewRead, place: Place, reading: Reading): void {
  if (stream.name !== undefined && (selector.instrument_name === undefined || /[*?]/.test(selector.instrument_name)))
    return reading.refuse(place, 'a view with a name needs the name of one instrument, without wildcards');
  const view = {
    selector: {
      instrumentName: selector.instrument_name,
      instrumentType: selector.instrument_type as InstrumentName | undefined,
      unit: selector.unit,
      meterName: selector.meter_name,
      meterVersion: selector.meter_version,
      meterSchemaUrl: selector.meter_schema_url,
    },
    name: stream.name,
    description: stream.description,
    aggregation: aggregationSettings(stream.aggregation),
    cardinalityLimit: stream.aggregation_cardinality_limit,
    attributeKeys: stream.attribute_keys,
  };
  reading.only.views = [...(reading.only.views ?? []), view];
}

/** A view of instruments of metrics. */
export const view = (): Shape =>
  mapping(
    {
      selector: mapping({
        instrument_name: value('string'),
        instrument_type: value('string', { words: INSTRUMENT_TYPES }),
        unit: value('string'),
        meter_name: value('string'),
        meter_version: value('string'),
        meter_schema_url: value('string'),
      }),
      stream: mapping({
        name: value('string'),
        description: value('string'),
        aggregation: aggregation(),
        aggregation_cardinality_limit: value('integer', { least: 1 }),
        attribute_keys: includeExclude(),
      }),
    },
    { required: ['selector', 'stream'], take: takeView },
  );
