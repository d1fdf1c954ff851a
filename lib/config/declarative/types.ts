import type { SamplerDescription } from '../sampling/description';
import type { ExporterName } from '../table/signals';

/** Where something stands in a configuration file. Lines and columns count from 1. */
export interface Place {
  /** The way to it: `tracer_provider.processors[0].batch`. Empty for the whole. */
  readonly key: string;
  readonly line: number;
  readonly column: number;
}

/** What a file asks for and does not get. */
export interface Unsupported extends Place {
  /** Why, and what to do instead. */
  readonly reason: string;
}

/** A value in a file that cannot be used. */
export interface BadValue extends Place {
  readonly expected: string;
  /** As it was written, without secrets. */
  readonly received: string;
  /** The variable whose value it would have been; absent if there is none for it. */
  readonly variable?: string;
}

/** Names by wildcards: `?` is one character, `*` any number of them. */
export interface IncludeExclude {
  /** Default: all. */
  readonly included?: readonly string[];
  /** Wins over `included`. */
  readonly excluded?: readonly string[];
}

export type ResourceValue = string | number | boolean | readonly string[] | readonly number[] | readonly boolean[];

/** What a file says about the resource and no variable can. */
export interface ResourceSettings {
  /** Attributes that are not text. */
  readonly typed: Readonly<Record<string, ResourceValue>>;
  readonly schemaUrl?: string;
  /** Which of the detected attributes stay. */
  readonly detected: IncludeExclude;
}

export const INSTRUMENT_TYPES = [
  'counter',
  'gauge',
  'histogram',
  'observable_counter',
  'observable_gauge',
  'observable_up_down_counter',
  'up_down_counter',
] as const;
export type InstrumentName = (typeof INSTRUMENT_TYPES)[number];

/** How measurements are put together. */
export type AggregationSettings =
  | { readonly kind: 'default' | 'drop' | 'last_value' | 'sum' }
  | {
      readonly kind: 'explicit_bucket_histogram';
      readonly boundaries?: readonly number[];
      readonly recordMinMax?: boolean;
    }
  | {
      readonly kind: 'base2_exponential_bucket_histogram';
      readonly maxSize?: number;
      readonly recordMinMax?: boolean;
    };

/** A view: which instruments, and the stream that is made of them. */
export interface ViewSettings {
  readonly selector: {
    readonly instrumentName?: string;
    readonly instrumentType?: InstrumentName;
    readonly unit?: string;
    readonly meterName?: string;
    readonly meterVersion?: string;
    readonly meterSchemaUrl?: string;
  };
  readonly name?: string;
  readonly description?: string;
  readonly aggregation?: AggregationSettings;
  readonly cardinalityLimit?: number;
  readonly attributeKeys?: IncludeExclude;
}

/** How many attribute sets an instrument may have, by its type. */
export type CardinalityLimits = Readonly<Partial<Record<InstrumentName | 'default', number>>>;

/** What is written for Prometheus. */
export interface PrometheusSettings {
  readonly scopeInfo: boolean;
  readonly targetInfo: boolean;
  /** Attributes of the resource that become labels of each metric. */
  readonly constantLabels?: IncludeExclude;
}

/** What a file says and no variable can. */
export interface FileOnlySettings {
  readonly resource?: ResourceSettings;
  /** A sampler that no value of OTEL_TRACES_SAMPLER names. */
  readonly sampler?: SamplerDescription;
  readonly views?: readonly ViewSettings[];
  readonly cardinality?: Readonly<Partial<Record<ExporterName, CardinalityLimits>>>;
  readonly prometheus?: PrometheusSettings;
}

/** A configuration file as the configuration has it. */
export interface ConfigFile extends FileOnlySettings {
  /** As it was named. */
  readonly path: string;
  readonly unsupported: readonly Unsupported[];
}

/** What was read out of a file. */
export interface FileContent {
  /** Values of variables, as an environment would have them. */
  readonly texts: Readonly<Record<string, string>>;
  /** Where each of them stands. */
  readonly places: Readonly<Record<string, Place>>;
  readonly only: FileOnlySettings;
  readonly bad: readonly BadValue[];
  readonly unsupported: readonly Unsupported[];
  /** The variables that the file refers to. */
  readonly referenced: readonly string[];
}

/** The whole file cannot be used. */
export interface FileFailure {
  /** With line and column, if there are some. */
  readonly failure: string;
}
