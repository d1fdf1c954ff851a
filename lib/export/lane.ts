import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { createBackoff } from './backoff';
import type { Batch } from './batch';
import type { Notice, Signal, SignalTarget } from './protocol';
import type { GoneError } from './spool/stored-batch';
import { judge } from './verdict';

const PARALLEL = 4;
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
  /** The batch is sent again, although the collector may have taken it. */
  resent?(batch: Batch): void;
  /** The batch is about to be sent, for the first time or again. */
  sending?(batch: Batch): void;
  /** So many items more (or less) are being sent. */
  flying?(items: number): void;
  /** The batch waits to be sent again. */
  retried?(batch: Batch, error: unknown): void;
  /** The batch needs no more memory: acknowledged, not wanted by the endpoint, or gone from the disk. */
  settled(batch: Batch, fate: 'sent' | 'refused' | 'dropped', error?: unknown): void;
}

/** The queue of one signal: batches wait here, are sent a few at a time, and are kept while the collector is away. */
export interface Lane {
  readonly signal: Signal;
  /** Items that wait in memory. */
  readonly waitingItems: number;
  push(batch: Batch): void;
  /**
   * Forgets the oldest batch that waits in memory, where `isMinor` is given only one that is minor, or is not; returns
   * it, or undefined when none does.
   */
  dropOldest(isMinor?: boolean): Batch | undefined;
  /** Tries everything at once, back-off or not, and calls `done` when each batch has been tried. */
  flush(done: () => void): void;
}

export interface LaneOptions {
  readonly signal: Signal;
  readonly target: SignalTarget;
  /**
   * Makes what sends; called with the first batch, so that an unused signal loads nothing, and again where a connection
   * has died. May throw.
   */
  readonly connect: () => IOtlpExportDelegate<Batch>;
  readonly events: LaneEvents;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** Opens the lane of a signal. */
export function createLane({ signal, target, connect, events, random }: LaneOptions): Lane {
  const waiting: Batch[] = [];
  const uncertain = new WeakSet<Batch>();
  const backoff = createBackoff(random);
  let delegate: IOtlpExportDelegate<Batch> | undefined;
  let dead = false;
  let flying = 0;
  let resent = 0;
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
  // After a failure one batch asks whether it is over; the others wait for its answer.
  const room = () => (flushing ? PARALLEL : timer ? 0 : backoff.failing ? 1 : PARALLEL);
  const pump = () => {
    while (waiting.length > 0 && flying < room()) send(waiting.shift()!);
    settle();
  };
  /** A connection that failed is given up as a whole; what is still under way on it may come to its end. */
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
  const send = (batch: Batch) => {
    flying++;
    events.sending?.(batch);
    events.flying?.(batch.items);
    events.busy();
    let used = delegate;
    if (uncertain.delete(batch)) {
      resent += batch.items;
      events.resent?.(batch);
    }
    const finish = (error?: unknown) => {
      flying--;
      events.flying?.(-batch.items);
      if (error === undefined) {
        if (backoff.failing)
          events.notice({ code: 'FL_EXPORT_RECOVERED', signal, endpoint: target.url, ...(resent > 0 && { resent }) });
        resent = 0;
        backoff.succeeded();
        events.acknowledged();
        events.settled(batch, 'sent');
      } else fail(batch, error, used === delegate);
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
    events.asked();
  };
  const fail = (batch: Batch, error: unknown, current: boolean) => {
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
    const { action, code, cause, answered, uncertain: open, retryAfterMs } = judge(error);
    events.notice({ code, signal, endpoint: target.url, cause, items: batch.items });
    if (answered) events.acknowledged();
    if (action === 'retry') {
      if (!answered) {
        events.failed();
        dead ||= current;
      }
      if (open) uncertain.add(batch);
      events.retried?.(batch, error);
      // To the back: a batch that the collector dies of must not keep the others. A flush tries each batch once.
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
