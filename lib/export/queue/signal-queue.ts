import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { createBackoff } from './backoff';
import type { ExportBatch } from './batch';
import type { Notice, Signal, SignalTarget } from '../protocol';
import type { GoneError } from '../spool/stored-batch';
import { classifyExportError } from '../otlp/classify-error';

const PARALLEL = 4;
/** How long to pause a signal that the endpoint does not implement. */
const PAUSE_MS = 5 * 60_000;

/** What a queue reports to its owner. */
export interface SignalQueueEvents {
  /** Code is about to be loaded, which blocks the thread. */
  busy(): void;
  /** The collector has been contacted. */
  lastAttempt(): void;
  acknowledged(): void;
  failed(): void;
  notice(notice: Notice): void;
  /** The batch is sent again, although the collector may have taken it. */
  resent?(batch: ExportBatch): void;
  /** The batch is about to be sent, for the first time or again. */
  sending?(batch: ExportBatch): void;
  /** The number of items in flight has changed by this. */
  inFlight?(items: number): void;
  /** The batch waits to be sent again. */
  retried?(batch: ExportBatch, error: unknown): void;
  /** The batch needs no more memory: acknowledged, not wanted by the endpoint, or gone from the disk. */
  settled(batch: ExportBatch, outcome: 'sent' | 'refused' | 'dropped', error?: unknown): void;
}

/** The queue of one signal: batches wait here, are sent a few at a time, and are kept while the collector is away. */
export interface SignalQueue {
  readonly signal: Signal;
  /** Items that wait in memory. */
  readonly waitingItems: number;
  push(batch: ExportBatch): void;
  /**
   * Removes and returns the oldest batch that waits in memory; undefined if there is none. `isMinor` limits it to
   * batches that are minor, or are not.
   */
  dropOldest(isMinor?: boolean): ExportBatch | undefined;
  /** Tries everything at once, back-off or not, and calls `done` when each batch has been tried. */
  flush(done: () => void): void;
}

export interface SignalQueueOptions {
  readonly signal: Signal;
  readonly target: SignalTarget;
  /**
   * Creates the sender; called with the first batch, so that an unused signal loads nothing, and again after a
   * connection has died. May throw.
   */
  readonly connect: () => IOtlpExportDelegate<ExportBatch>;
  readonly events: SignalQueueEvents;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** Creates the queue of a signal. */
export function createSignalQueue({ signal, target, connect, events, random }: SignalQueueOptions): SignalQueue {
  const waiting: ExportBatch[] = [];
  const uncertain = new WeakSet<ExportBatch>();
  const backoff = createBackoff(random);
  let delegate: IOtlpExportDelegate<ExportBatch> | undefined;
  let dead = false;
  let inFlight = 0;
  let resent = 0;
  let timer: NodeJS.Timeout | undefined;
  let pausedUntil = 0;
  let flushing: { tried: ExportBatch[]; done: () => void } | undefined;

  const settle = () => {
    if (!flushing || inFlight > 0 || waiting.length > 0) return;
    const { tried, done } = flushing;
    waiting.push(...tried);
    flushing = undefined;
    done();
  };
  // After a failure one batch asks whether it is over; the others wait for its answer.
  const maxParallel = () => (flushing ? PARALLEL : timer ? 0 : backoff.failing ? 1 : PARALLEL);
  const pump = () => {
    while (waiting.length > 0 && inFlight < maxParallel()) send(waiting.shift()!);
    settle();
  };
  /** A connection that failed is given up as a whole; requests that are still running on it may complete. */
  const renew = () => {
    if (!dead) return;
    dead = false;
    void delegate?.shutdown().catch(() => {});
    delegate = undefined;
  };
  const rest = (ms: number) => {
    timer = setTimeout(() => {
      timer = undefined;
      renew();
      pump();
    }, ms);
  };
  const send = (batch: ExportBatch) => {
    inFlight++;
    events.sending?.(batch);
    events.inFlight?.(batch.items);
    events.busy();
    let used = delegate;
    if (uncertain.delete(batch)) {
      resent += batch.items;
      events.resent?.(batch);
    }
    const finish = (error?: unknown) => {
      inFlight--;
      events.inFlight?.(-batch.items);
      if (error === undefined) {
        if (backoff.failing)
          events.notice({ code: 'FL_EXPORT_RECOVERED', signal, endpoint: target.url, ...(resent > 0 && { resent }) });
        resent = 0;
        backoff.succeeded();
        events.acknowledged();
        events.settled(batch, 'sent');
      } else handleFailure(batch, error, used === delegate);
      pump();
    };
    try {
      used = delegate ??= connect();
      delegate.export(batch, ({ code, error }) =>
        finish(code === 0 ? undefined : (error ?? new Error('export failed'))),
      );
    } catch (error) {
      finish(error);
    }
    events.lastAttempt();
  };
  const handleFailure = (batch: ExportBatch, error: unknown, current: boolean) => {
    const { gone, damaged } = (error ?? {}) as Partial<GoneError>;
    if (gone) {
      if (damaged)
        events.notice({
          code: 'FL_EXPORT_DROPPED',
          signal,
          endpoint: target.url,
          cause: 'damaged in the spool folder',
          items: batch.items,
        });
      return events.settled(batch, 'dropped');
    }
    const { action, code, cause, answered, uncertain: open, retryAfterMs } = classifyExportError(error);
    events.notice({ code, signal, endpoint: target.url, cause, items: batch.items });
    if (answered) events.acknowledged();
    if (action === 'retry') {
      if (!answered) {
        events.failed();
        dead ||= current;
      }
      if (open) uncertain.add(batch);
      events.retried?.(batch, error);
      // To the back: a batch that crashes the collector must not hold up the others. A flush tries each batch once.
      (flushing ? flushing.tried : waiting).push(batch);
      // What failed at the same time is one round.
      if (timer === undefined) rest(backoff.failed(retryAfterMs));
      return;
    }
    events.settled(batch, 'refused', error);
    if (action === 'pause') pausedUntil = Date.now() + PAUSE_MS;
  };

  return {
    signal,
    get waitingItems() {
      return waiting.reduce((sum, { items, stored }) => sum + (stored ? 0 : items), 0);
    },
    push(batch) {
      if (Date.now() < pausedUntil) events.settled(batch, 'refused');
      else {
        waiting.push(batch);
        pump();
      }
    },
    dropOldest(isMinor) {
      const oldest = waiting.findIndex(
        (batch) => !batch.stored && (isMinor === undefined || (batch.isMinor ?? false) === isMinor),
      );
      return oldest < 0 ? undefined : waiting.splice(oldest, 1)[0];
    },
    flush(done) {
      flushing = { tried: [], done };
      renew();
      pump();
    },
  };
}
