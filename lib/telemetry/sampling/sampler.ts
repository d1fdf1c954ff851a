import type { Sampler } from '@opentelemetry/sdk-trace';
import type { ComposableDescription, ParentBasedDescription, SamplerDescription } from '../../config';
import { loadLazyBundle } from '../instrumentations/lazy-bundle';
import type * as CompositeFile from './composite';

/**
 * The sampler that a description describes, of the SDK's own parts. Those that write probabilities into the tracestate
 * are in a lazy bundle. Throws an Error for a description that is none.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk/#built-in-samplers
 */
export function createSampler(description: SamplerDescription): Sampler {
  const sdk = require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
  if ('always_on' in description) return new sdk.AlwaysOnSampler();
  if ('always_off' in description) return new sdk.AlwaysOffSampler();
  if ('always_record' in description)
    return sdk.createAlwaysRecordSampler(createSampler(description.always_record.root));
  if ('trace_id_ratio_based' in description)
    return new sdk.TraceIdRatioBasedSampler(description.trace_id_ratio_based?.ratio ?? 1);
  if ('parent_based' in description) return parentBased(description.parent_based ?? {});
  if ('probability/development' in description)
    return composite({ probability: description['probability/development'] });
  if ('composite/development' in description) return composite(description['composite/development']);
  if ('rate_limited' in description) return composite(description);
  throw new Error(`no sampler is called ${Object.keys(description).join()}`);
}

function parentBased(description: ParentBasedDescription): Sampler {
  const { ParentBasedSampler } = require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
  const optional = (each: SamplerDescription | null | undefined) => (each ? createSampler(each) : undefined);
  return new ParentBasedSampler({
    root: createSampler(description.root ?? { always_on: {} }),
    remoteParentSampled: optional(description.remote_parent_sampled),
    remoteParentNotSampled: optional(description.remote_parent_not_sampled),
    localParentSampled: optional(description.local_parent_sampled),
    localParentNotSampled: optional(description.local_parent_not_sampled),
  });
}

const composite = (description: ComposableDescription): Sampler =>
  (loadLazyBundle('sampling') as typeof CompositeFile).createComposite(description);
