import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import type { Batch } from './batch';
import type { Notice, Signal, SignalTarget } from './protocol';
import { judge } from './verdict';

const PARALLEL = 4;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** How long a signal rests that the endpoint does not implement. */
const PAUSE_MS = 5 * 60_000;

/** What a lane tells its owner. */
export interface LaneEvents {
  /** Code is about to be loaded. */
  busy(): void;
  /** The network has been asked. */
  asked(): void;
  acknowledged(): void;
  failed(): void;
  notice(notice: Notice): void;
  /** The batch needs no more memory: acknowledged, refused or not wanted. */
  settled(batch: Batch): void;
}

/** The queue of one signal: batches wait here, are sent a few at a time, and are kept while the collector is away. */
export interface Lane {
  readonly signal: Signal;
  /** Items that wait. */
  readonly waitingItems: number;
  push(batch: Batch): void;
  /** Forgets the oldest waiting batch; returns what it held, or undefined when none waits. */
  dropOldest(): Batch | undefined;
  /** Tries everything at once, back-off or not, and calls `done` when each batch has been tried. */
  flush(done: () => void): void;
}

export interface LaneOptions {
  readonly signal: Signal;
  readonly target: SignalTarget;
  /** Makes what sends; called with the first batch, so that an unused signal loads nothing. May throw. */
  readonly connect: () => IOtlpExportDelegate<Batch>;
  readonly events: LaneEvents;
}

/** Opens the lane of a signal. */
export function createLane({ signal, target, connect, events }: LaneOptions): Lane {
  const waiting: Batch[] = [];
  let delegate: IOtlpExportDelegate<Batch> | undefined;
  let flying = 0;
  let backoff = 0;
  let timer: NodeJS.Timeout | undefined;
  let pausedUntil = 0;
  let flushing: { tried: Batch[]; done: () => void } | undefined;

  const settle = () => {
    if (!flushing || flying > 0 || waiting.length > 0) return;
    const { tried, done } = flushing;
    waiting.push(...tried);
    flushing = undefined;
    done();
  };
  const pump = () => {
    while (flying < PARALLEL && waiting.length > 0 && (flushing || timer === undefined)) send(waiting.shift()!);
    settle();
  };
  const rest = (ms: number) => {
    timer ??= setTimeout(() => { timer = undefined; pump(); }, ms);
  };
  const send = (batch: Batch) => {
    flying++;
    events.busy();
    const finish = (error?: unknown) => {
      flying--;
      if (error === undefined) {
        if (backoff > 0) events.notice({ code: 'FL_EXPORT_RECOVERED', signal, endpoint: target.url });
        backoff = 0;
        events.acknowledged();
        events.settled(batch);
      } else fail(batch, error);
      pump();
    };
    try {
      delegate ??= connect();
      delegate.export(batch, ({ code, error }) => finish(code === 0 ? undefined : error ?? new Error('export failed')));
    } catch (error) {
      finish(error);
    }
    events.asked();
  };
  const fail = (batch: Batch, error: unknown) => {
    const { action, code, cause } = judge(error);
    events.notice({ code, signal, endpoint: target.url, cause, items: batch.items });
    if (action === 'retry') {
      events.failed();
      // A flush tries each batch once.
      if (flushing) flushing.tried.push(batch);
      else waiting.unshift(batch);
      backoff = Math.min(backoff ? backoff * 2 : FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
      rest(backoff);
      return;
    }
    // An answer is an answer: whoever refuses a signal is there.
    events.acknowledged();
    events.settled(batch);
    if (action === 'pause') pausedUntil = Date.now() + PAUSE_MS;
  };

  return {
    signal,
    get waitingItems() {
      return waiting.reduce((sum, { items }) => sum + items, 0);
    },
    push(batch) {
      if (Date.now() < pausedUntil) events.settled(batch);
      else { waiting.push(batch); pump(); }
    },
    dropOldest: () => waiting.shift(),
    flush(done) {
      flushing = { tried: [], done };
      pump();
    },
  };
}
