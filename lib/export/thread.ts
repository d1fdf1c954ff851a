/** The exporter thread: owns the connections to the collector, so that neither the app's event loop nor its exit has to. */
import { workerData, type MessagePort } from 'node:worker_threads';
import type { Batch } from './batch';
import { createDelegate } from './delegate';
import { createLane, type Lane } from './lane';
import { probe } from './probe';
import { Cell, clock, Link, SIGNALS, type Command, type Notice, type Signal, type ThreadSetup } from './protocol';

const { setup, port } = workerData as { setup: ThreadSetup; port: MessagePort };
const cells = new Int32Array(setup.cells);
const lanes = new Map<Signal, Lane>();
let queued = 0;

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

function settled({ bytes, items }: Batch): void {
  queued -= bytes.byteLength;
  Atomics.add(cells, Cell.settled, items);
}

function notify(notice: Notice): void {
  port.postMessage(notice);
}

for (const signal of SIGNALS) {
  const target = setup.targets[signal];
  if (!target) continue;
  const connect = () => createDelegate(signal, target, setup.userAgent, ({ rejected, message }) => {
    notify({ code: 'FL_EXPORT_PARTIAL', signal, endpoint: target.url, cause: message || `${rejected} refused`, ...(rejected > 0 && { items: rejected }) });
  });
  lanes.set(signal, createLane({ signal, target, connect, events: {
    busy: () => Atomics.store(cells, Cell.busy, 1),
    asked,
    acknowledged: stand,
    failed: fail,
    notice: notify,
    settled,
  } }));
}

/** Oldest first, and what a person misses least first: metrics are made anew, spans explain, logs tell. */
function makeRoom(): void {
  for (const signal of ['metrics', 'traces', 'logs'] as const) {
    const lane = lanes.get(signal);
    const { maxItems = Infinity } = setup.targets[signal] ?? {};
    while (lane && (queued > setup.maxQueueBytes || (maxItems < Infinity && lane.waitingItems > maxItems))) {
      const batch = lane.dropOldest();
      if (!batch) break;
      settled(batch);
      notify({ code: 'FL_EXPORT_DROPPED', signal, endpoint: setup.targets[signal]!.url, items: batch.items });
    }
  }
}

function flush(ticket: number): void {
  let open = lanes.size;
  const done = () => {
    if (--open > 0) return;
    Atomics.store(cells, Cell.flushed, ticket);
    wake();
  };
  for (const lane of lanes.values()) lane.flush(done);
}

port.on('message', (command: Command) => {
  if (command.kind === 'flush') return flush(command.ticket);
  queued += command.bytes.byteLength;
  lanes.get(command.signal)?.push(command);
  makeRoom();
});

const probed = SIGNALS.find((signal) => setup.targets[signal]);
if (probed) {
  const target = setup.targets[probed]!;
  probe(target, (error) => {
    if (!error) return stand();
    fail();
    notify({ code: 'FL_EXPORT_UNREACHABLE', signal: probed, endpoint: target.url, cause: error.message || String(error) });
  });
}
asked();
