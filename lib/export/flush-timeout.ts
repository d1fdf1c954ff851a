// How long the end of a process waits for the exporter thread while it is unknown whether there is a collector.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { msBetween } from '../clock';
import { SharedCell, CollectorState } from './protocol';

/** How long to wait for a silent network if the collector has never answered, in ms, on an idle machine. */
const GRACE_MS = 150;
/** How long the thread may be busy loading gRPC, in ms, on an idle machine. */
const BUSY_MS = 1_500;
/** How many round trips precede the first answer to an export: a connection, TLS (two), HTTP/2, the request. */
const ROUND_TRIPS = 5;

/**
 * How long to wait in all, in ms from `started` on, by what is known of the collector: the whole deadline if it has
 * answered this process before; less if it never did, but long enough for an answer that is on its way.
 * @param cells See {@link SharedCell}.
 * @param started When the wait began, as `clock` counts.
 * @param loadFactor How many times longer everything takes than on an idle machine. Called only if that matters: see
 *   {@link createLoadFactor}.
 */
export function flushTimeout(cells: Int32Array, started: number, loadFactor: () => number, deadlineMs: number): number {
  if (Atomics.load(cells, SharedCell.collectorState) === CollectorState.connected) return deadlineMs;
  if (Atomics.load(cells, SharedCell.busy) === 1) return Math.min(BUSY_MS * loadFactor(), deadlineMs);
  const grace = GRACE_MS * loadFactor();
  const answerTime = ROUND_TRIPS * Atomics.load(cells, SharedCell.roundTrip);
  const since = (cell: number): number => {
    const time = Atomics.load(cells, cell);
    // 0 is what the cell holds until then.
    return time === 0 ? -Infinity : msBetween(started, time);
  };
  const [firstAttempt, lastAttempt] = [since(SharedCell.firstAttempt), since(SharedCell.lastAttempt)];
  // The first attempt of a short-lived process is still open: it needs no second one, only time to read the answer once
  // gRPC is loaded.
  const wait =
    firstAttempt > -grace ? Math.max(firstAttempt + grace, lastAttempt + grace / 5) : Math.max(lastAttempt, 0) + grace;
  return Math.min(wait + answerTime, deadlineMs);
}

/**
 * Creates a function that returns how many times longer a healthy collector on the same machine takes to answer than if
 * no task waits for a core, at least 1. Tasks that queue now count squared: an answer is many turns of several threads,
 * each of which queues. The average of a minute, as `os.loadavg` has it, is late: it knows nothing of many processes
 * that have just started, and holds up those that come after them.
 */
export function createLoadFactor(): () => number {
  // Those of the machine, as the load is: what a container may use of them is another number. None are found if
  // descriptors have run out.
  const cores = Math.max(1, os.cpus().length);
  let [sum, looks] = [0, 0];
  return () => {
    sum += runnable();
    looks += 1;
    return Math.max(1, (sum / looks / cores) ** 2);
  };
}

/** How many tasks run or could run at this moment; known on Linux only. */
function runnable(): number {
  try {
    return Number(/ (\d+)\//.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
