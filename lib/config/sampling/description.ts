/** A sampler without settings. YAML has null for it. */
export type NoSettings = Readonly<Record<string, never>> | null;
/** From 0 to 1. Default: 1. */
export type Ratio = { readonly ratio?: number | null } | null;

/**
 * A sampler as plain data: an object with one key, the sampler's name in the schema of declarative configuration, and
 * its settings under it. JSON and YAML hold it as it is. See
 * https://github.com/open-telemetry/opentelemetry-configuration/blob/main/schema-docs.md#sampler-
 */
export type SamplerDescription =
  | { readonly always_on: NoSettings }
  | { readonly always_off: NoSettings }
  /** What the sampler below it drops is recorded, and goes to no exporter. */
  | { readonly always_record: { readonly root: SamplerDescription } }
  | { readonly trace_id_ratio_based: Ratio }
  | { readonly parent_based: ParentBasedDescription | null }
  | { readonly 'probability/development': Ratio }
  | { readonly 'composite/development': ComposableDescription }
  | { readonly rate_limited: RateLimitDescription };

/** Which sampler decides for which parent. Without a parent it is `root`, by default always_on. */
export interface ParentBasedDescription {
  readonly root?: SamplerDescription | null;
  /** Default: always_on. */
  readonly remote_parent_sampled?: SamplerDescription | null;
  /** Default: always_off. */
  readonly remote_parent_not_sampled?: SamplerDescription | null;
  /** Default: always_on. */
  readonly local_parent_sampled?: SamplerDescription | null;
  /** Default: always_off. */
  readonly local_parent_not_sampled?: SamplerDescription | null;
}

/** A part of `composite/development`: it says how probable a span shall be, and the whole decides. */
export type ComposableDescription =
  | { readonly always_on: NoSettings }
  | { readonly always_off: NoSettings }
  | { readonly probability: Ratio }
  | { readonly parent_threshold: { readonly root: ComposableDescription } }
  | { readonly rule_based: { readonly rules?: readonly RuleDescription[] | null } | null }
  | { readonly rate_limited: RateLimitDescription };

/**
 * firstlight's own: at most so many spans a second of those that `sampler` would sample. It is meant for spans that
 * have no parent.
 */
export interface RateLimitDescription {
  /** On average; above 0. */
  readonly traces_per_second: number;
  /** Default: always_on. */
  readonly sampler?: ComposableDescription | null;
}

/** The first rule of which all conditions are met decides. */
export interface RuleDescription {
  /** Values of an attribute; see {@link AttributePatterns} for its keys. */
  readonly attribute_values?: { readonly key: string; readonly values: readonly string[] } | null;
  readonly attribute_patterns?: AttributePatterns | null;
  readonly span_kinds?: readonly ('internal' | 'server' | 'client' | 'producer' | 'consumer')[] | null;
  readonly parent?: readonly ('none' | 'remote' | 'local')[] | null;
  readonly sampler: ComposableDescription;
}

/**
 * Patterns of an attribute that a span has when it begins: `?` is any character, `*` any number of them. The key
 * `span.name` is the name of the span. The route of a request is not known yet: patterns of `http.route` are compared
 * with its path, and `:id` or `{id}` in them is one segment of it.
 */
export interface AttributePatterns {
  readonly key: string;
  /** Default: all values. */
  readonly included?: readonly string[] | null;
  /** Of those, the ones that do not count. Default: none. */
  readonly excluded?: readonly string[] | null;
}
