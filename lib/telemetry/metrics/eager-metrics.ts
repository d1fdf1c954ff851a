import * as timers from 'node:timers';
import type { ViewOptions } from '@opentelemetry/sdk-metrics';
import { elapsed } from '../../clock';

// Taken at load: the app's tests may put fakes in their place.
const { setTimeout } = timers;

/** The part of a thread's time that may go into collecting early. */
const SHARE = 0.05;
/** How much of it can be saved up, in ms, and is there at the beginning. */
const MOST_MS = 100;

/**
 * Metrics of a thread that may be terminated: collected soon after something was measured, not only when the interval
 * is over.
 */
export interface EagerMetrics {
  /** Makes the SDK report each measurement. */
  readonly view: ViewOptions;
  /**
   * Collects now what was measured and not yet collected, unless that has taken too much time of late and `isLast` is
   * not set.
   */
  collect(isLast?: boolean): void;
}

/** @param collect Collects and exports, synchronously. @param now A clock in ms. */
export function createEagerMetrics(collect: () => void, now: () => number = elapsed): EagerMetrics {
  let isDue = false;
  let credit = MOST_MS;
  let last = now();
  let timer: NodeJS.Timeout | undefined;
  const run = (isLast = false): void => {
    if (!isDue) return;
    const started = now();
    credit = Math.min(MOST_MS, credit + SHARE * (started - last));
    last = started;
    if (credit <= 0 && !isLast) {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          run();
        },
        1 - credit / SHARE,
      ).unref();
      return;
    }
    isDue = false;
    collect();
    credit -= now() - started;
  };
  const process = <T>(attributes: T): T => {
    if (!isDue) {
      isDue = true;
      queueMicrotask(() => run());
    }
    return attributes;
  };
  return { view: { instrumentName: '*', attributesProcessors: [{ process }] }, collect: run };
}
