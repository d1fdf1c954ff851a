import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { ORIGINS, RESULTS, SELF_COUNTERS, type ExporterClient, type SelfCounter } from '../../export';

/**
 * Counts what this thread creates, at the cost of an addition, and passes it on to the counters of the process once in
 * a while.
 */
export interface ThreadCounters {
  /** The same sampler, counted: it is asked for every span, those that are not recorded too. */
  count(sampler: Sampler): Sampler;
  spanEnded(isSampled: boolean): void;
  logCreated(): void;
  /** Passes on what was counted. */
  flush(): void;
}

/** Creates the counting of a thread. */
export function createThreadCounters(exporter: Pick<ExporterClient, 'countSelf'>): ThreadCounters {
  const counts = new Float64Array(SELF_COUNTERS.length);
  const place = (name: SelfCounter): number => SELF_COUNTERS.indexOf(name);
  const ended = [place('ended RECORD_ONLY'), place('ended RECORD_AND_SAMPLE')] as const;
  const log = place('log');
  const started = ORIGINS.map((origin) => RESULTS.map((result) => place(`started ${origin} ${result}`)));
  return {
    count: (sampler) => ({
      shouldSample(context, ...rest) {
        const result = sampler.shouldSample(context, ...rest);
        const parent = trace.getSpanContext(context);
        const origin = !parent || !isSpanContextValid(parent) ? 0 : parent.isRemote ? 2 : 1;
        counts[started[origin]![result.decision]!]! += 1;
        return result;
      },
      toString: () => sampler.toString(),
    }),
    spanEnded: (isSampled) => {
      counts[ended[isSampled ? 1 : 0]]! += 1;
    },
    logCreated: () => {
      counts[log]! += 1;
    },
    flush() {
      counts.forEach((count, index) => {
        if (count > 0) exporter.countSelf(SELF_COUNTERS[index]!, count);
      });
      counts.fill(0);
    },
  };
}
