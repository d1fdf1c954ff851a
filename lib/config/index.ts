/** The one configuration: `loadConfig(readEnvironment(), …)`. */
export { loadConfig } from './load';
export { wantsColour, type ColourFacts } from './colour';
export { isGiven } from './declarative/source';
export { createNameFilter, patternOf } from './declarative/name-filter';
export { INSTRUMENT_TYPES } from './declarative/types';
export { applyRemote, remoteVariables, type RemoteSettings } from './remote/apply';
export { describeAsFile } from './declarative/render';
export { describe, describeDefault } from './describe';
export type { Description } from './describe';
export { readEnvironment, markStarted, alreadyStarted, startedHere, unpackPm2 } from './environment';
export { hintOf, problemLine, conflictLine, suggestionLine, unsupportedLines, unsupportedText } from './lines';
export { redact } from '../redaction';
export { LONGEST_DELAY_MS } from './parsers/scalar';
export { logLevel, logLevels } from './parsers/choice';
export type { LogLevel } from './parsers/choice';
export {
  instrumentationNames,
  layerInstrumentations,
  ownInstrumentations,
  quietInstrumentations,
  detectorNames,
  propagatorNames,
  samplerNames,
} from './names';
export { upstreamInstrumentations } from './upstream-instrumentations';
export type {
  InstrumentationName,
  OwnInstrumentation,
  UpstreamInstrumentation,
  DetectorName,
  PropagatorName,
  SamplerName,
} from './names';
export type { Compression, Protocol } from './table/otlp';
export type { ExporterName } from './table/signals';
export type { VariableName, Variables } from './table';
export type {
  AggregationSettings,
  CardinalityLimits,
  ConfigFile,
  IncludeExclude,
  InstrumentName,
  PrometheusSettings,
  Unsupported,
  ViewSettings,
} from './declarative/types';
export type {
  AttributePatterns,
  ComposableDescription,
  ParentBasedDescription,
  RateLimitDescription,
  RuleDescription,
  SamplerDescription,
} from './sampling/description';
export type { Config, Conflict, Limits, OtlpTarget, Problem, Service, Signal, Suggestion, ProcessInfo } from './types';
