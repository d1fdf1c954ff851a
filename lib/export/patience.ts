// How long the end of a process waits for the exporter thread while nobody knows yet whether there is a collector at
// all.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { msBetween } from '../clock';
import { Cell, Link } from './protocol';

/** How long a silent network is waited for where nobody ever answered, in ms, on a machine that has time. */
const GRACE_MS = 150;
/** How long the thread may be busy with itself, in ms, on a machine that has time: loading gRPC. */
const BUSY_MS = 1_500;
/**
 * How often something goes to the collector and back before the first answer to an export is there: a connection, TLS
 * (two), HTTP/2, the request.
 */
const ROUND_TRIPS = 5;

/**
 * How long to wait in all, in ms from `started` on, by what is known of the collector right now: the whole deadline
 * where it has answered before in the life
 * of this process; less where it never did, but as much as an answer takes that is on its way.
 * @param cells See {@link Cell}.
 * @param started When the wait began, as `clock` counts.
 * @param crowding Asked where it counts: how many times longer everything takes than on a machine that has time: see
 *   {@link createCrowding}.
 */
export function patience(cells: Int32Array, started: number, crowding: () => number, deadlineMs: number): number {
  if (Atomics.load(cells, Cell.link) === Link.stood) return deadlineMs;
  if (Atomics.load(cells, Cell.busy) === 1) return Math.min(BUSY_MS * crowding(), deadlineMs);
  const grace = GRACE_MS * crowding();
  const journey = ROUND_TRIPS * Atomics.load(cells, Cell.trip);
  const since = (cell: number): number => {
    const time = Atomics.load(cells, cell);
    // 0 is what the cell holds until then.
    return time === 0 ? -Infinity : msBetween(started, time);
  };
  const [probed, asked] = [since(Cell.probed), since(Cell.asked)];
  // The first word that a short-lived process sent is still out: it needs no second one, only time to look for the
  // answer once gRPC is loaded.
  const wait = probed > -grace ? Math.max(probed + grace, asked + grace / 5) : Math.max(asked, 0) + grace;
  return Math.min(wait + journey, deadlineMs);
}

/**
 * Creates what tells how many times longer a healthy collector on the same machine takes to answer than where no task
 * waits for a core, at least 1. Tasks that
 * queue now count squared: an answer is many turns of several threads, each of which queues. The average of a minute,
 * as `os.loadavg` has it, is late: it
 * knows nothing of many processes that have just started, and holds up those that come after them.
 */
export function createCrowding(): () => number {
  // Those of the machine, as the load is: what a container may use of them is another number.
  // None are found if descriptors have run out.
  const cores = Math.max(1, os.cpus().length);
  let [sum, looks] = [0, 0];
  return () => {
    sum += runnable();
    looks += 1;
    return Math.max(1, (sum / looks / cores) ** 2);
  };
}

/** How many tasks run or could run at this moment; only Linux tells. */
function runnable(): number {
  try {
    return Number(/ (\d+)\//.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
