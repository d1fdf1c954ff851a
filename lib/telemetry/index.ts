export { isSdkRegistered } from './api-global';
export { installLazyInstrumentations } from './lazy';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './start';
export { enabledInstrumentations } from './enabled';
export {
  allTargets,
  definedTargets,
  prepareInstrumentations,
  targetsOf,
  type InstrumentationOptions,
  type Target,
} from './instrumentations';
export { guardPatches, patchNamespace, patchOnce } from './patching';
