/**
 * The exporter thread: owns the connections to the collector, so that neither the app's event loop nor its exit has to.
 */
import { workerData, type MessagePort } from 'node:worker_threads';
import { clock } from '../clock';
import type { ExportBatch } from './queue/batch';
import { createDelegate } from './otlp/delegate';
import { createFileWatch } from './otlp/file-watch';
import { createFlushTurns } from './flush-turns';
import type { startOpamp } from './opamp';
import { createBatcher, type Batcher } from './queue/batcher';
import { openCounters } from './report/counters';
import { createDropCounter } from './report/drop-counter';
import { openDurations } from './report/durations';
import { openWorkerRegistry } from './workers/worker-registry';
import { createSignalQueue, type SignalQueue } from './queue/signal-queue';
import type { Spool } from './spool';
import type { StoredBatch } from './spool/stored-batch';
import { startProbe } from './otlp/start-probe';
import {
  SharedCell,
  formatOf,
  CollectorState,
  SIGNALS,
  type BatchCommand,
  type Command,
  type Notice,
  type Signal,
  type ThreadSetup,
} from './protocol';
import { createHeldTraces, HELD_PART } from './queue/held-traces';
import { DROP_PRIORITIES, priorityOf, signalOf, type DropPriority } from './queue/drop-priority';
import { createQueueLimit } from './queue/queue-limit';
import { MAX_REQUEST_BYTES } from './queue/request-limit';
import { splitRequest } from './request/split-request';
import { createExportTimer } from './report/export-timer';

const { setup, port } = workerData as { setup: ThreadSetup; port: MessagePort };
const cells = new Int32Array(setup.cells);
const queues = new Map<Signal, SignalQueue>();
const batchers = new Map<DropPriority, Batcher>();
let queued = 0;
const counters = openCounters(setup.counters);
const exportTimer = createExportTimer(openDurations(setup.durations));
const dropCounter = createDropCounter(notify);
const enforceLimit = createQueueLimit({
  queues,
  maxItems: Object.fromEntries(
    SIGNALS.flatMap((signal) =>
      setup.targets[signal]?.maxItems === undefined ? [] : [[signal, setup.targets[signal].maxItems]],
    ),
  ),
  isFull: () => queued + Atomics.load(cells, SharedCell.transit) > setup.maxQueueBytes,
  collect() {
    batchers.forEach((batcher) => batcher.flush());
    queued -= spool?.spill() ?? 0;
  },
  onDrop(priority, batch) {
    exportTimer.over(signalOf(priority), batch);
    forget(batch);
    counters.add(signalOf(priority), 'dropped', batch.items);
    dropCounter.add(priority, batch.items);
  },
});
const spool = openSpool();

const workers = openWorkerRegistry({
  name: setup.name,
  cells,
  format: formatOf(setup.targets.metrics?.protocol),
  counters,
  receive: receiveFromWorker,
  flush: (ticket) => askFlush(ticket, false),
  held: (command) => heldTraces.receive(command),
  lost: dropCounter.add,
});

const heldTraces = createHeldTraces({
  maxBytes: setup.maxQueueBytes / HELD_PART,
  cells,
  counters,
  release: receiveFromWorker,
  lost: (items) => notify({ code: 'FL_KEEP_OVERFLOW', items }),
});

function markConnected(): void {
  Atomics.store(cells, SharedCell.collectorState, CollectorState.connected);
  notifyMain();
}

function markFailed(): void {
  Atomics.compareExchange(cells, SharedCell.collectorState, CollectorState.unknown, CollectorState.failed);
  notifyMain();
}

function lastAttempt(): void {
  Atomics.store(cells, SharedCell.lastAttempt, clock());
  Atomics.store(cells, SharedCell.busy, 0);
  notifyMain();
}

/** The main thread always waits on this one cell. */
const notifyMain = (): void => void Atomics.notify(cells, SharedCell.flushed);

function forget(batch: ExportBatch): void {
  // Batches of a dead process were not enqueued here.
  if (!(batch as Partial<StoredBatch>).inherited) Atomics.add(cells, SharedCell.settled, batch.items);
  release(batch);
}

/** Gives up the memory of a batch, and its place on disk. */
function release(batch: ExportBatch): void {
  queued -= batch.size ?? batch.bytes.byteLength;
  const { inherited = false, stored = false } = batch as Partial<StoredBatch>;
  if (stored && !inherited) Atomics.sub(cells, SharedCell.stored, batch.items);
  spool?.forget(batch);
}

/** Enqueues a batch of this process's, in requests that no endpoint calls too large. */
function enqueue(signal: Signal, batch: ExportBatch): void {
  queued += batch.bytes.byteLength;
  for (const part of bounded(signal, batch)) queues.get(signal)?.push(keep(signal, part));
  enforceLimit();
}

function bounded(signal: Signal, batch: ExportBatch): readonly ExportBatch[] {
  if (batch.bytes.byteLength <= MAX_REQUEST_BYTES) return [batch];
  const format = formatOf(setup.targets[signal]?.protocol);
  const parts = splitRequest(format, signal, batch, MAX_REQUEST_BYTES);
  if (parts.length === 1) return [batch];
  queued += bytesOf(parts) - batch.bytes.byteLength;
  return parts.map((part) => ({ ...part, isMinor: batch.isMinor }));
}

const bytesOf = (batches: readonly ExportBatch[]): number =>
  batches.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);

/** Puts the batch on disk, if there is a spool. */
function keep(signal: Signal, batch: ExportBatch): ExportBatch {
  const kept = spool?.store(signal, batch) ?? batch;
  if (kept.stored) {
    Atomics.add(cells, SharedCell.stored, batch.items);
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
      queues.get(signal)?.push(batch);
    },
    formatOf: (signal) => setup.targets[signal] && formatOf(setup.targets[signal].protocol),
  });
}

const opamp =
  setup.opamp &&
  (require('firstlight:./opamp.js') as { startOpamp: typeof startOpamp }).startOpamp({
    ...setup.opamp,
    name: setup.name,
    userAgent: setup.userAgent,
    notify,
    ailment: () =>
      Atomics.load(cells, SharedCell.collectorState) === CollectorState.failed ? 'no endpoint was reached' : undefined,
  });

function notify(notice: Notice): void {
  port.postMessage(notice);
}

for (const signal of SIGNALS) {
  const target = setup.targets[signal];
  if (!target) continue;
  const connect = () =>
    createDelegate(signal, target, setup.userAgent, ({ rejected, message }) => {
      if (rejected > 0) exportTimer.refusedSome(signal);
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
  const queue = createSignalQueue({
    signal,
    target,
    connect,
    isOutdated: createFileWatch(target),
    events: {
      busy: () => Atomics.store(cells, SharedCell.busy, 1),
      lastAttempt,
      acknowledged: markConnected,
      failed: markFailed,
      notice: notify,
      sending: (batch) => exportTimer.begin(batch),
      inFlight: (items) => counters.add(signal, 'inFlight', items),
      retried(batch, error) {
        exportTimer.failed(batch, error);
        counters.add(signal, 'retried', batch.items);
      },
      replaced(batch, smaller, error) {
        if (error !== undefined) exportTimer.over(signal, batch, error);
        queued += bytesOf(smaller);
        // What a dead process had left is from here on as this one's own.
        if ((batch as Partial<StoredBatch>).inherited) Atomics.add(cells, SharedCell.enqueued, batch.items);
        const kept = smaller.map((each) => keep(signal, each));
        release(batch);
        return kept;
      },
      settled(batch, outcome, error) {
        if (outcome !== 'dropped') exportTimer.over(signal, batch, error);
        forget(batch);
        counters.add(signal, outcome, batch.items);
      },
    },
  });
  queues.set(signal, queue);
  for (const priority of DROP_PRIORITIES.filter((each) => signalOf(each) === signal)) {
    batchers.set(
      priority,
      createBatcher({
        format: formatOf(target.protocol),
        maxItems: target.batchItems ?? 512,
        delayMs: target.delayMs ?? 1_000,
        isMinor: priority === 'minor_logs',
        push(batch, bytes) {
          queued -= bytes;
          enqueue(signal, batch);
        },
      }),
    );
  }
}

function receiveFromWorker(batch: BatchCommand): void {
  const batcher = batchers.get(priorityOf(batch.signal, batch.isMinor));
  if (!batcher) return;
  queued += batch.bytes.byteLength;
  batcher.add(batch);
  enforceLimit();
}

const askFlush = createFlushTurns(flush);

/**
 * What worker threads enqueue meanwhile, before they wait with the main thread, is sent in a second round; later items
 * are not.
 */
function flush(ticket: number, isLast: boolean, over: () => void, round = 1): void {
  workers.drain();
  const held = [...batchers.values()].map((batcher) => {
    batcher.flush();
    return batcher.hold();
  });
  let open = queues.size + 1;
  spool?.pause();
  const done = () => {
    if (--open > 0) return;
    const more = held.map((release) => release()).includes(true) || workers.haveMore();
    if (more && round === 1) return flush(ticket, isLast, over, 2);
    spool?.resume();
    dropCounter.flush();
    Atomics.store(cells, SharedCell.flushed, Math.max(ticket, Atomics.load(cells, SharedCell.flushed)));
    notifyMain();
    over();
  };
  for (const queue of queues.values()) queue.flush(done, isLast);
  if (isLast && opamp) opamp.disconnect(done);
  else done();
}

port.on('message', (command: Command) => {
  if (command.kind === 'flush') return askFlush(command.ticket, command.isLast);
  if (command.kind === 'ended') return workers.ended(command.threadId);
  if (command.kind === 'lost') dropCounter.add(command.priority, command.items);
  if (command.kind === 'hold' || command.kind === 'keep') return heldTraces.receive(command);
  if (command.kind !== 'batch') return;
  Atomics.sub(cells, SharedCell.transit, command.bytes.byteLength);
  enqueue(command.signal, command);
});

startProbe(setup.targets, {
  connected: markConnected,
  failed: markFailed,
  notice: notify,
  roundTrip(ms) {
    Atomics.store(cells, SharedCell.roundTrip, Math.round(ms));
    notifyMain();
  },
});
lastAttempt();
Atomics.store(cells, SharedCell.firstAttempt, clock());
