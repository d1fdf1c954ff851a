import { SharedCell, type Command } from '../protocol';
import { maxBytesInTransit } from './drop-priority';
import type { HeldSpans } from './held-traces';
import type { EnqueueOptions } from './enqueue';

const NOTHING = new Uint8Array();

/** Leaves spans with the exporter thread that are sent if their trace is kept. */
export interface TraceHold {
  hold(spans: HeldSpans): void;
  /** The spans of the trace that were left, or will be, are to be sent. */
  keep(traceId: string): void;
}

/** Creates it, for any thread. If the exporter thread gets no core to run on, it hears of the number of spans only. */
export function createHold({ cells, maxQueueBytes, post }: Omit<EnqueueOptions, 'counters'>): TraceHold {
  return {
    hold(spans) {
      const { byteLength } = spans.bytes;
      const inTransit = Atomics.load(cells, SharedCell.transit);
      const isFull = inTransit + byteLength > maxBytesInTransit('minor_logs', maxQueueBytes);
      if (!isFull) Atomics.add(cells, SharedCell.transit, byteLength);
      post({ kind: 'hold', spans: isFull ? { ...spans, bytes: NOTHING } : spans } satisfies Command);
    },
    keep: (traceId) => post({ kind: 'keep', traceId }),
  };
}
