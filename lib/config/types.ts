import type { ConfigFile } from './declarative/types';
import type { Compression, Protocol } from './table/otlp';
import type { Variables } from './table';
import type { ExporterName } from './table/signals';
import type { SamplerDescription } from './sampling/description';

import type { Signal } from '../otlp';

export type { Signal } from '../otlp';

/** Where one signal goes, everything resolved. */
export interface OtlpTarget {
  /** Empty: the signal is not exported. */
  readonly exporters: readonly ExporterName[];
  readonly protocol: Protocol;
  /** Final. HTTP: with the path. gRPC: `scheme://host:port`, or `unix:///path` of a socket. */
  readonly url: string;
  /** Names in lower case; those of the signal replace general ones. Secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** Always above 0; "no limit" is the longest delay of a timer. */
  readonly timeoutMs: number;
  readonly compression: Compression;
  /** True: no TLS. */
  readonly insecure: boolean;
  /** Paths of PEM files. */
  readonly certificate?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /** The variable that named the endpoint, or `default`: for lines that say what to change. */
  readonly endpointSource: string;
}

/** A variable whose value cannot be used. */
export interface Problem {
  readonly variable: string;
  readonly expected: string;
  /** As it was written; `[redacted]` for a secret. */
  readonly received: string;
  /** What applies instead. */
  readonly used: string;
}

/** Variables that are right each for itself and wrong together. */
export interface Conflict {
  readonly variables: readonly string[];
  readonly text: string;
  /** What is done about it. */
  readonly used: string;
}

/** A variable that has no effect. */
export interface Suggestion {
  readonly variable: string;
  /** Absent if the prefix is ours and no name of ours is near. */
  readonly didYouMean?: string;
  /** Why a variable of the specification has no effect, and what to do instead. */
  readonly reason?: string;
}

export interface Service {
  readonly name: string;
  readonly version?: string;
  /** `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, the path of a package.json, or `default`. */
  readonly source: string;
}

/** Limits as the SDK takes them, fallbacks resolved; `Infinity` is no limit. */
export interface Limits {
  readonly span: {
    readonly attributeValueLengthLimit: number;
    readonly attributeCountLimit: number;
    readonly eventCountLimit: number;
    readonly linkCountLimit: number;
    readonly attributePerEventCountLimit: number;
    readonly attributePerLinkCountLimit: number;
  };
  readonly logRecord: { readonly attributeValueLengthLimit: number; readonly attributeCountLimit: number };
}

/** The whole configuration, deeply frozen: one property per variable, and what is derived from them. */
export interface Config extends Variables {
  readonly service: Service;
  /** OTEL_ENABLED and not OTEL_SDK_DISABLED. */
  readonly telemetryEnabled: boolean;
  readonly otlp: { readonly [S in Signal]: OtlpTarget };
  readonly limits: Limits;
  /** Which traces are sampled at their start, of all variables that have a say in it. */
  readonly sampler: SamplerDescription;
  readonly problems: readonly Problem[];
  readonly conflicts: readonly Conflict[];
  readonly suggestions: readonly Suggestion[];
  /**
   * Where each variable's value is from: `environment`, `default`, a place in a file (`otel.yaml:12:7`), or the thing
   * it was derived from.
   */
  readonly sources: Readonly<Record<string, string>>;
  /** What a configuration file says and no variable can; undefined without one. */
  readonly file?: ConfigFile;
}

/** What the loader has to know about the process in addition to its environment. */
export interface ProcessInfo {
  /** `process.argv[1]`: the app's main file, if it has one. */
  readonly mainFile?: string;
  readonly cwd: string;
  /** The folder of firstlight's own package, whose package.json never names the service. */
  readonly ownRoot: string;
}
