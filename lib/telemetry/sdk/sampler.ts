import type { Sampler } from '@opentelemetry/sdk-trace';
import type { Config } from '../../config';

/**
 * The sampler that OTEL_TRACES_SAMPLER and its argument name.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function createSampler(config: Config): Sampler {
  const sdk = require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
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
