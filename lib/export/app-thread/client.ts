/**
 * The exporter in the app's own thread, for processes that have no other: OpenTelemetry's batch processors and
 * exporters, as a bundle of its own. What is not sent when the process exits is lost.
 */
import * as timers from 'node:timers';
import type { ExporterClient } from '../client';
import { SharedCell, SIGNALS, type Notice, type Signal, type SignalTarget } from '../protocol';
import { probeCollector } from '../otlp/probe';
import { createHeldTraces, HELD_PART } from '../queue/held-traces';
import { priorityOf } from '../queue/drop-priority';
import { createCounterMemory, openCounters } from '../report/counters';
import { createDropCounter } from '../report/drop-counter';
import { createBatching, type Batching } from './batching';
import type { OfficialExporters } from './official-exporter';
import { createSender, type Sender } from './sender';

export interface AppThreadOptions {
  readonly targets: Partial<Record<Signal, SignalTarget>>;
  /** Limit of what is being sent of one signal, in bytes. */
  readonly maxQueueBytes: number;
  readonly userAgent: string;
  /** Loads the exporters of a transport. */
  readonly load: (transport: 'grpc' | 'http') => OfficialExporters;
  readonly onNotice: (notice: Notice) => void;
  /** Called when what was dropped has been reported. */
  readonly onFlushed: () => void;
}

const { setTimeout, clearTimeout } = timers;

/** Calls `end` if no endpoint can be reached: the exporters themselves would try for as long as their time-out. */
function unlessReachable({ targets, onNotice }: AppThreadOptions, end: () => void): void {
  const endpoints = new Map(
    SIGNALS.flatMap((signal) => (targets[signal] ? [[targets[signal].url, { signal, target: targets[signal] }]] : [])),
  );
  let left = endpoints.size;
  for (const [endpoint, { signal, target }] of endpoints)
    probeCollector(target, (error) => {
      if (!error) return;
      onNotice({ code: 'FL_EXPORT_UNREACHABLE', signal, endpoint, cause: error.message || String(error) });
      if (--left === 0) end();
    });
}

/** Starts the exporter. Nothing of it holds up the end of the process but `acknowledged`. */
export function startAppThreadExporter(options: AppThreadOptions): ExporterClient {
  const { targets } = options;
  const counters = openCounters(createCounterMemory());
  const dropCounter = createDropCounter(options.onNotice);
  const senders = new Map<Signal, Sender>();
  const batchings: Batching<never>[] = [];
  const open = new Set<Promise<void>>();
  for (const signal of SIGNALS) {
    const target = targets[signal];
    if (!target) continue;
    const transport = target.protocol === 'grpc' ? 'grpc' : 'http';
    senders.set(
      signal,
      createSender({
        signal,
        target,
        userAgent: options.userAgent,
        load: () => options.load(transport),
        maxBytes: options.maxQueueBytes,
        counters,
        dropCounter,
        notify: options.onNotice,
      }),
    );
  }
  const send = (signal: Signal, bytes: Uint8Array, items: number, isMinor?: boolean): Promise<void> => {
    const sending = (senders.get(signal)?.send({ bytes, items, isMinor }) ?? Promise.resolve()).finally(() =>
      open.delete(sending),
    );
    open.add(sending);
    return sending;
  };
  const heldTraces = createHeldTraces({
    maxBytes: options.maxQueueBytes / HELD_PART,
    cells: new Int32Array(SharedCell.size),
    counters,
    release: ({ signal, bytes, items }) => void send(signal, bytes, items),
    lost: (items) => options.onNotice({ code: 'FL_KEEP_OVERFLOW', items }),
  });
  const settled = (signal: Signal): number => {
    const { sent, dropped, refused } = counters.read(signal);
    return sent + dropped + refused;
  };
  // Not metrics: what is collected at the very end repeats what has been sent.
  const undelivered = () =>
    (['traces', 'logs'] as const).reduce(
      (sum, signal) => sum + Math.max(0, counters.read(signal).made - settled(signal)),
      0,
    );
  const deliver = async (): Promise<void> => {
    await Promise.all(batchings.map((batching) => batching.deliver()));
    while (open.size > 0) await Promise.all(open);
    dropCounter.flush();
    options.onFlushed();
  };
  return {
    isShared: false,
    isInAppThread: true,
    protocolOf: (signal) => targets[signal]?.protocol,
    batching(signal, batchingOptions) {
      const created = createBatching(signal, batchingOptions as never, {
        send: (bytes, items) => send(signal, bytes, items),
        added: () => counters.add(signal, 'made', 1),
        dropped(items) {
          counters.add(signal, 'dropped', items);
          dropCounter.add(priorityOf(signal), items);
        },
      });
      batchings.push(created);
      return created as Batching<unknown> as never;
    },
    counts: counters.read,
    countSelf: counters.countSelf,
    selfCounts: counters.selfCounts,
    durations: () => [],
    send(signal, bytes, items, isMinor) {
      counters.add(signal, 'made', items);
      void send(signal, bytes, items, isMinor);
    },
    hold: (spans) => heldTraces.receive({ kind: 'hold', spans }),
    keep: (traceId) => heldTraces.receive({ kind: 'keep', traceId }),
    flush() {
      dropCounter.flush();
      options.onFlushed();
      return undelivered() === 0;
    },
    acknowledged(deadlineMs) {
      if (open.size === 0 && undelivered() === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(late);
          resolve();
        };
        // Keeps the process alive, as nothing else of this does.
        const late = setTimeout(end, deadlineMs);
        void deliver().then(end);
        unlessReachable(options, end);
      });
    },
    undelivered,
    stored: () => 0,
    settled: () => SIGNALS.reduce((sum, signal) => sum + settled(signal), 0),
    snapshot: () => {},
    onFlush: () => {},
    shareHandle: () => {},
    threadStarts: () => {},
    threadEnded: () => {},
    close: () => senders.forEach((sender) => sender.close()),
  };
}
