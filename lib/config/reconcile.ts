import { isGiven } from './declarative/source';
import type { Conflict } from './types';

/** `smaller` has to be at most `larger`, or the SDK refuses both. */
const ORDERED: readonly (readonly [smaller: string, larger: string, why: string])[] = [
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'OTEL_BSP_MAX_QUEUE_SIZE', 'a batch cannot be larger than its queue'],
  ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', 'OTEL_BLRP_MAX_QUEUE_SIZE', 'a batch cannot be larger than its queue'],
  [
    'OTEL_METRIC_EXPORT_TIMEOUT',
    'OTEL_METRIC_EXPORT_INTERVAL',
    'an export cannot take longer than the interval between two',
  ],
];

/** The semantic conventions that are there in any case. */
const STABLE: readonly string[] = ['http', 'database'];

/**
 * Settles what is right for itself and wrong together. Changes `values` in place; reports only what was written, not a
 * default that has to follow.
 */
export function reconcile(
  values: Record<string, unknown>,
  sources: Record<string, string>,
  conflicts: Conflict[],
  isSamplerOfFile = false,
): void {
  for (const [smaller, larger, why] of ORDERED) {
    const limit = values[larger] as number;
    if ((values[smaller] as number) <= limit) continue;
    if (isGiven(sources[smaller])) {
      conflicts.push({
        variables: [smaller, larger],
        text: `${why}: ${String(values[smaller])} is more than ${limit}`,
        used: `${smaller}=${limit}`,
      });
    }
    values[smaller] = limit;
    sources[smaller] = larger;
  }
  if (isGiven(sources.OTEL_TRACES_SAMPLER_ARG) && !String(values.OTEL_TRACES_SAMPLER).endsWith('traceidratio')) {
    conflicts.push({
      variables: ['OTEL_TRACES_SAMPLER_ARG', 'OTEL_TRACES_SAMPLER'],
      text:
        `a ratio has no effect on the sampler ${String(values.OTEL_TRACES_SAMPLER)}: set ` +
        `OTEL_TRACES_SAMPLER=parentbased_traceidratio`,
      used: String(values.OTEL_TRACES_SAMPLER),
    });
  }
  if (isGiven(sources.FIRSTLIGHT_TRACES_PER_SECOND) && String(values.OTEL_TRACES_SAMPLER).endsWith('always_off')) {
    conflicts.push({
      variables: ['FIRSTLIGHT_TRACES_PER_SECOND', 'OTEL_TRACES_SAMPLER'],
      text: `the sampler ${String(values.OTEL_TRACES_SAMPLER)} samples nothing that could be limited`,
      used: String(values.OTEL_TRACES_SAMPLER),
    });
  }
  if (isGiven(sources.FIRSTLIGHT_TRACES_PER_SECOND) && isSamplerOfFile) {
    conflicts.push({
      variables: ['FIRSTLIGHT_TRACES_PER_SECOND'],
      text: 'the sampler of the configuration file has its own limits: give it a part rate_limited',
      used: 'the sampler of the file',
    });
  }
  if (isGiven(sources.FIRSTLIGHT_SLOW_MS) && !(values.FIRSTLIGHT_KEEP as string[]).includes('slow')) {
    conflicts.push({
      variables: ['FIRSTLIGHT_SLOW_MS', 'FIRSTLIGHT_KEEP'],
      text: 'what is slow is kept only with FIRSTLIGHT_KEEP=slow or FIRSTLIGHT_KEEP=errors,slow',
      used: `FIRSTLIGHT_KEEP=${(values.FIRSTLIGHT_KEEP as string[]).join() || 'none'}`,
    });
  }
  const conventions = (values.OTEL_SEMCONV_STABILITY_OPT_IN as string[]).filter(
    (word) => !STABLE.includes(word.toLowerCase()),
  );
  if (conventions.length > 0) {
    conflicts.push({
      variables: ['OTEL_SEMCONV_STABILITY_OPT_IN'],
      text: `there are the stable names of ${STABLE.join(' and ')} alone, and not ${conventions.join(', ')}`,
      used: 'the stable names',
    });
  }
  if (isGiven(sources.OTEL_ENABLED) && values.OTEL_ENABLED === true && values.OTEL_SDK_DISABLED === true) {
    conflicts.push({
      variables: ['OTEL_ENABLED', 'OTEL_SDK_DISABLED'],
      text: 'one enables telemetry, the other disables it',
      used: 'telemetry is disabled',
    });
  }
}
