import type { Counters } from '../report/counters';
import { SharedCell, type BatchCommand, type HeldCommand } from '../protocol';

/** Which part of the queue's bytes may be held, and which part may wait in the app's thread. */
export const HELD_PART = 4;
/** How many traces are known at a time. */
const MOST = 10_000;
/** How long spans wait for the decision of the thread that has the first span of their trace, in ms. */
const UNDECIDED_MS = 600_000;
/** How long they wait for other threads once that one has found nothing to keep it for. */
const LATE_MS = 10_000;
const LOOK_MS = 1000;

/** Spans of one trace, of one thread, that are sent if another thread finds a reason to. */
export interface HeldSpans {
  readonly traceId: string;
  /** An encoded export request. */
  readonly bytes: Uint8Array;
  readonly items: number;
  /** Whether the first span of the trace is among them. */
  readonly isEnd: boolean;
}

export interface HeldTracesOptions {
  /** How much may be held, in bytes. */
  readonly maxBytes: number;
  /** See protocol.ts and counters.ts: spans count once they are to be sent. */
  readonly cells: Int32Array;
  readonly counters: Pick<Counters, 'add'>;
  /** Sends spans of a trace that is kept. */
  readonly release: (batch: BatchCommand) => void;
  /** Called with the number of spans that had to be dropped undecided. */
  readonly lost: (items: number) => void;
  /** The time in ms. */
  readonly now?: () => number;
}

interface Trace {
  parts: HeldSpans[];
  bytes: number;
  isKept: boolean;
  isEnded: boolean;
  until: number;
}

/** Traces that have spans in several threads, were not sampled at their start, and may be kept yet. */
export interface HeldTraces {
  /**
   * Holds spans; those without bytes are lost already. Or learns that a thread has found a reason to keep a trace: what
   * is held of it is sent, and what comes of it later.
   */
  receive(command: HeldCommand): void;
}

/** Creates the hold, empty. */
export function createHeldTraces({
  maxBytes,
  cells,
  counters,
  release,
  lost,
  now = () => performance.now(),
}: HeldTracesOptions): HeldTraces {
  const traces = new Map<string, Trace>();
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const take = (held: Trace): HeldSpans[] => {
    const { parts } = held;
    bytes -= held.bytes;
    held.parts = [];
    held.bytes = 0;
    return parts;
  };
  const look = (): void => {
    timer = undefined;
    for (const [traceId, held] of traces) {
      if (held.until > now()) continue;
      take(held);
      traces.delete(traceId);
    }
    if (traces.size > 0) timer = setTimeout(look, LOOK_MS).unref();
  };
  const find = (traceId: string): Trace => {
    const known = traces.get(traceId);
    if (known) return known;
    const held: Trace = { parts: [], bytes: 0, isKept: false, isEnded: false, until: 0 };
    traces.set(traceId, held);
    timer ??= setTimeout(look, LOOK_MS).unref();
    return held;
  };
  const limit = (): void => {
    for (const [traceId, held] of traces) {
      if (bytes <= maxBytes && traces.size <= MOST) return;
      traces.delete(traceId);
      const items = take(held).reduce((sum, part) => sum + part.items, 0);
      if (items > 0) lost(items);
    }
  };
  const send = ({ bytes: request, items }: HeldSpans): void => {
    Atomics.add(cells, SharedCell.enqueued, items);
    counters.add('traces', 'made', items);
    release({ kind: 'batch', signal: 'traces', bytes: request, items });
  };
  const hold = (spans: HeldSpans): void => {
    const { byteLength } = spans.bytes;
    if (byteLength === 0) return lost(spans.items);
    Atomics.sub(cells, SharedCell.transit, byteLength);
    const held = find(spans.traceId);
    held.isEnded ||= spans.isEnd;
    held.until = now() + (held.isEnded && !held.isKept ? LATE_MS : UNDECIDED_MS);
    if (held.isKept) return send(spans);
    held.parts.push(spans);
    held.bytes += byteLength;
    bytes += byteLength;
    limit();
  };
  const keep = (traceId: string): void => {
    const held = find(traceId);
    held.isKept = true;
    held.until = now() + UNDECIDED_MS;
    take(held).forEach(send);
    limit();
  };
  return { receive: (command) => (command.kind === 'keep' ? keep(command.traceId) : hold(command.spans)) };
}
