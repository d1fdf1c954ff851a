/**
 * The exporter thread: owns the connections to the collector, so that neither the app's event loop nor its exit has to.
 */
import { workerData, type MessagePort } from 'node:worker_threads';
import { clock } from '../clock';
import type { Batch } from './batch';
import { createDelegate } from './delegate';
import { createGather, type Gather } from './gather';
import { openCounters } from './counters';
import { createDrops } from './drops';
import { openDurations } from './durations';
import { openGuests } from './guests';
import { createLane, type Lane } from './lane';
import type { Spool } from './spool';
import type { StoredBatch } from './spool/stored-batch';
import { probe } from './probe';
import {
  Cell,
  formatOf,
  Link,
  SIGNALS,
  type BatchCommand,
  type Command,
  type Notice,
  type Signal,
  type ThreadSetup,
} from './protocol';
import { RANKS, rankOf, signalOf, type Rank } from './rank';
import { createRoom } from './room';
import { createStopwatch } from './stopwatch';

const { setup, port } = workerData as { setup: ThreadSetup; port: MessagePort };
const cells = new Int32Array(setup.cells);
const lanes = new Map<Signal, Lane>();
const gathers = new Map<Rank, Gather>();
let queued = 0;
const counters = openCounters(setup.counters);
const stopwatch = createStopwatch(openDurations(setup.durations));
const drops = createDrops(notify);
const makeRoom = createRoom({
  lanes,
  maxItems: Object.fromEntries(
    SIGNALS.flatMap((signal) =>
      setup.targets[signal]?.maxItems === undefined ? [] : [[signal, setup.targets[signal].maxItems]],
    ),
  ),
  isFull: () => queued + Atomics.load(cells, Cell.transit) > setup.maxQueueBytes,
  collect() {
    gathers.forEach((gather) => gather.flush());
    queued -= spool?.spill() ?? 0;
  },
  onDrop(rank, batch) {
    stopwatch.over(signalOf(rank), batch);
    forget(batch);
    counters.add(signalOf(rank), 'dropped', batch.items);
    drops.add(rank, batch.items);
  },
});
const spool = openSpool();

const guests = openGuests({
  name: setup.name,
  cells,
  format: formatOf(setup.targets.metrics?.protocol),
  counters,
  receive: receiveFromGuest,
  lost: (rank, items) => drops.add(rank, items),
});

function stand(): void {
  Atomics.store(cells, Cell.link, Link.stood);
  wake();
}

function fail(): void {
  Atomics.compareExchange(cells, Cell.link, Link.unknown, Link.failed);
  wake();
}

function asked(): void {
  Atomics.store(cells, Cell.asked, clock());
  Atomics.store(cells, Cell.busy, 0);
  wake();
}

/** The main thread waits on the one cell, whatever it waits for. */
function wake(): void {
  Atomics.notify(cells, Cell.flushed);
}

function forget(batch: Batch): void {
  queued -= batch.size ?? batch.bytes.byteLength;
  // Nobody here has handed over what a dead process had left.
  const { inherited = false, stored = false } = batch as Partial<StoredBatch>;
  if (!inherited) Atomics.add(cells, Cell.settled, batch.items);
  if (stored && !inherited) Atomics.sub(cells, Cell.stored, batch.items);
  spool?.forget(batch);
}

/** Puts the batch on disk, where there is a spool. */
function keep(signal: Signal, batch: Batch): Batch {
  const kept = spool?.store(signal, batch) ?? batch;
  if (kept.stored) {
    Atomics.add(cells, Cell.stored, batch.items);
    counters.add(signal, 'spooled', batch.items);
  }
  return kept;
}

function openSpool(): Spool | undefined {
  if (!setup.spool) return undefined;
  return (require('firstlight:./spool.js') as typeof import('./spool')).openSpool({
    ...setup.spool,
    notice: notify,
    inherit(signal, batch) {
      counters.add(signal, 'made', batch.items);
      lanes.get(signal)?.push(batch);
    },
    formatOf: (signal) => setup.targets[signal] && formatOf(setup.targets[signal].protocol),
  });
}

function notify(notice: Notice): void {
  port.postMessage(notice);
}

for (const signal of SIGNALS) {
  const target = setup.targets[signal];
  if (!target) continue;
  const connect = () =>
    createDelegate(signal, target, setup.userAgent, ({ rejected, message }) => {
      if (rejected > 0) stopwatch.refusedSome(signal);
      counters.add(signal, 'sent', -rejected);
      counters.add(signal, 'refused', rejected);
      notify({
        code: 'FL_EXPORT_PARTIAL',
        signal,
        endpoint: target.url,
        cause: message || `${rejected} refused`,
        ...(rejected > 0 && { items: rejected }),
      });
    });
  const lane = createLane({
    signal,
    target,
    connect,
    events: {
      busy: () => Atomics.store(cells, Cell.busy, 1),
      asked,
      acknowledged: stand,
      failed: fail,
      notice: notify,
      sending: (batch) => stopwatch.begin(batch),
      flying: (items) => counters.add(signal, 'flying', items),
      retried(batch, error) {
        stopwatch.failed(batch, error);
        counters.add(signal, 'retried', batch.items);
      },
      settled(batch, fate, error) {
        if (fate !== 'dropped') stopwatch.over(signal, batch, error);
        forget(batch);
        counters.add(signal, fate, batch.items);
      },
    },
  });
  lanes.set(signal, lane);
  for (const rank of RANKS.filter((each) => signalOf(each) === signal)) {
    gathers.set(
      rank,
      createGather({
        format: formatOf(target.protocol),
        maxItems: target.batchItems ?? 512,
        delayMs: target.delayMs ?? 1_000,
        isMinor: rank === 'minor_logs',
        push(batch, bytes) {
          queued += batch.bytes.byteLength - bytes;
          lane.push(keep(signal, batch));
          makeRoom();
        },
      }),
    );
  }
}

function receiveFromGuest(batch: BatchCommand): void {
  const gather = gathers.get(rankOf(batch.signal, batch.isMinor));
  if (!gather) return;
  queued += batch.bytes.byteLength;
  gather.add(batch);
  makeRoom();
}

/**
 * What worker threads hand over meanwhile, before they wait with the main thread, goes in a second round, and what
 * comes then does not.
 */
function flush(ticket: number, round = 1): void {
  guests.drain();
  const held = [...gathers.values()].map((gather) => {
    gather.flush();
    return gather.hold();
  });
  let open = lanes.size;
  spool?.pause();
  const done = () => {
    if (--open > 0) return;
    const more = held.map((release) => release()).includes(true) || guests.haveMore();
    if (more && round === 1) return flush(ticket, 2);
    spool?.resume();
    drops.flush();
    Atomics.store(cells, Cell.flushed, ticket);
    wake();
  };
  for (const lane of lanes.values()) lane.flush(done);
  if (lanes.size === 0) done();
}

port.on('message', (command: Command) => {
  if (command.kind === 'flush') return flush(command.ticket);
  if (command.kind === 'ended') return guests.ended(command.threadId);
  if (command.kind === 'lost') return drops.add(command.rank, command.items);
  if (command.kind !== 'batch') return;
  Atomics.sub(cells, Cell.transit, command.bytes.byteLength);
  queued += command.bytes.byteLength;
  lanes.get(command.signal)?.push(keep(command.signal, command));
  makeRoom();
});

const probed = SIGNALS.find((signal) => setup.targets[signal]);
if (probed) {
  const target = setup.targets[probed]!;
  probe(
    target,
    (error) => {
      if (!error) return stand();
      fail();
      notify({
        code: 'FL_EXPORT_UNREACHABLE',
        signal: probed,
        endpoint: target.url,
        cause: error.message || String(error),
      });
    },
    (tripMs) => {
      Atomics.store(cells, Cell.trip, Math.round(tripMs));
      wake();
    },
  );
}
asked();
Atomics.store(cells, Cell.probed, clock());
