export { isSdkRegistered } from './sdk/api-global';
export { installLazyInstrumentations } from './instrumentations/lazy';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './start';
export { createRuntimeControl, type RuntimeControl } from './run-time';
export { loadLazyBundle } from './instrumentations/lazy-bundle';
export { isMetricsServer } from './metrics/prometheus';
export { enabledInstrumentations } from './instrumentations/enabled';
export {
  allTargets,
  definedTargets,
  prepareInstrumentations,
  targetsOf,
  type InstrumentationOptions,
  type Target,
} from './instrumentations/prepare';
export { guardPatches, patchNamespace, patchOnce } from './instrumentations/patching';
