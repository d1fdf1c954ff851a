import type { Sampler } from '@opentelemetry/sdk-trace';
import type { Config, SamplerSettings } from '../../config';

/**
 * The sampler that OTEL_TRACES_SAMPLER and its argument name, or a configuration file.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function createSampler(config: Config): Sampler {
  const sdk = require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
  if (config.file?.sampler) return ofSettings(config.file.sampler, sdk);
  const ratio = () => new sdk.TraceIdRatioBasedSampler(Number(config.OTEL_TRACES_SAMPLER_ARG ?? 1));
  const samplers: Record<string, () => Sampler> = {
    always_on: () => new sdk.AlwaysOnSampler(),
    always_off: () => new sdk.AlwaysOffSampler(),
    traceidratio: ratio,
    parentbased_always_on: () => new sdk.ParentBasedSampler({ root: new sdk.AlwaysOnSampler() }),
    parentbased_always_off: () => new sdk.ParentBasedSampler({ root: new sdk.AlwaysOffSampler() }),
    parentbased_traceidratio: () => new sdk.ParentBasedSampler({ root: ratio() }),
  };
  return (samplers[config.OTEL_TRACES_SAMPLER] ?? samplers.parentbased_always_on!)();
}

function ofSettings(settings: SamplerSettings, sdk: typeof import('@opentelemetry/sdk-trace')): Sampler {
  if ('always_on' in settings) return new sdk.AlwaysOnSampler();
  if ('always_off' in settings) return new sdk.AlwaysOffSampler();
  if ('trace_id_ratio_based' in settings)
    return new sdk.TraceIdRatioBasedSampler(settings.trace_id_ratio_based.ratio ?? 1);
  const { root, ...delegates } = settings.parent_based;
  const optional = (each: SamplerSettings | undefined) => each && ofSettings(each, sdk);
  return new sdk.ParentBasedSampler({
    root: ofSettings(root ?? { always_on: {} }, sdk),
    remoteParentSampled: optional(delegates.remote_parent_sampled),
    remoteParentNotSampled: optional(delegates.remote_parent_not_sampled),
    localParentSampled: optional(delegates.local_parent_sampled),
    localParentNotSampled: optional(delegates.local_parent_not_sampled),
  });
}
