import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { createBackoff } from './backoff';
import type { ExportBatch } from './batch';
import type { Notice, Signal, SignalTarget } from '../protocol';
import type { GoneError, StoredBatch } from '../spool/stored-batch';
import { classifyExportError, type ErrorClass } from '../otlp/classify-error';
import { formatOf } from '../protocol';
import { itemName } from '../request/item-name';
import { MAX_REQUEST_BYTES } from './request-limit';
import { shrink } from './shrink';
import { splitRequest } from '../request/split-request';

const PARALLEL = 4;
/** How often the last flush tries a batch again whose connection broke. */
const MAX_BREAKS = 4;
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
  /** These are sent in the place of the batch, which was too large. Returns what to send for them. */
  replaced?(batch: ExportBatch, smaller: readonly ExportBatch[], error: unknown): readonly ExportBatch[];
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
  /**
   * Tries everything at once, back-off or not, and calls `done` when each batch has been tried; unless it is the last
   * flush, when all that is there has been taken, or a try has failed.
   */
  flush(done: () => void, isLast: boolean): void;
}

export interface SignalQueueOptions {
  readonly signal: Signal;
  readonly target: SignalTarget;
  /**
   * Creates the sender; called with the first batch, so that an unused signal loads nothing, and again after a
   * connection has died. May throw.
   */
  readonly connect: () => IOtlpExportDelegate<ExportBatch>;
  /** Whether what the connection was made with has changed since this was last asked. Default: it never does. */
  readonly isOutdated?: () => boolean;
  readonly events: SignalQueueEvents;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** The size of its request, without reading it back. */
const sizeOf = (batch: ExportBatch): number => (batch as Partial<StoredBatch>).length ?? batch.bytes.byteLength;

/**
 * Whether an endpoint that was there has closed the connection: of HTTP, since gRPC itself connects again. It may have
 * done so to refuse a request before all of it was there, and what it has answered cannot be read any more.
 */
const isBroken = (error: unknown): boolean => /^(?:EPIPE|ECONNRESET)$/.test(String((error as ErrorCode)?.code));

type ErrorCode = { readonly code?: unknown } | undefined;

/** Creates the queue of a signal. */
export function createSignalQueue({
  signal,
  target,
  connect,
  isOutdated = () => false,
  events,
  random,
}: SignalQueueOptions): SignalQueue {
  const waiting: ExportBatch[] = [];
  const uncertain = new WeakSet<ExportBatch>();
  const breaks = new WeakMap<ExportBatch, number>();
  const isWorthAnother = (batch: ExportBatch, error: unknown): boolean => {
    const count = isBroken(error) ? (breaks.get(batch) ?? 0) + 1 : Infinity;
    breaks.set(batch, count);
    return count <= MAX_BREAKS;
  };
  const backoff = createBackoff(random);
  let delegate: IOtlpExportDelegate<ExportBatch> | undefined;
  let dead = false;
  const inFlight = new Set<ExportBatch>();
  let resent = 0;
  let timer: NodeJS.Timeout | undefined;
  let pausedUntil = 0;
  /** How large a request the endpoint takes, as far as it has refused larger ones. */
  let maxBytes = MAX_REQUEST_BYTES;
  const format = formatOf(target.protocol);
  let flushing: { tried: ExportBatch[]; done: () => void } | undefined;
  /** What flushes before the last one wait for. */
  let awaited: { batches: Set<ExportBatch>; done: () => void } | undefined;

  const settle = () => {
    if (awaited?.batches.size === 0) {
      const { done } = awaited;
      awaited = undefined;
      done();
    }
    if (!flushing || inFlight.size > 0 || waiting.length > 0) return;
    const { tried, done } = flushing;
    waiting.push(...tried);
    flushing = undefined;
    done();
  };
  // After a failure one batch asks whether it is over; the others wait for its answer.
  // Metrics go one by one, so that points of a series arrive in their order: many backends refuse older ones.
  const parallel = signal === 'metrics' ? 1 : PARALLEL;
  const maxParallel = () => {
    if (flushing || !(timer || backoff.failing)) return parallel;
    return timer && !awaited ? 0 : 1;
  };
  const pump = () => {
    while (waiting.length > 0 && inFlight.size < maxParallel()) send(takeNext());
    settle();
  };
  const replace = (batch: ExportBatch, smaller: readonly ExportBatch[], error?: unknown) => {
    const parts = events.replaced?.(batch, smaller, error) ?? smaller;
    if (awaited?.batches.delete(batch)) parts.forEach((part) => awaited?.batches.add(part));
    waiting.unshift(...parts);
  };
  /** The next batch, of what was made before the endpoint refused requests of its size in smaller ones. */
  const takeNext = () => {
    const batch = waiting.shift()!;
    if (batch.items === 1 || sizeOf(batch) <= maxBytes) return batch;
    const [first, ...rest] = splitRequest(format, signal, batch, maxBytes);
    if (rest.length === 0) return batch;
    replace(
      batch,
      [first!, ...rest].map((part) => ({ ...part, isMinor: batch.isMinor })),
    );
    return waiting.shift()!;
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
    inFlight.add(batch);
    events.sending?.(batch);
    events.inFlight?.(batch.items);
    events.busy();
    let used = delegate;
    if (uncertain.delete(batch)) {
      resent += batch.items;
      events.resent?.(batch);
    }
    const finish = (error?: unknown) => {
      inFlight.delete(batch);
      events.inFlight?.(-batch.items);
      if (error === undefined) {
        if (backoff.failing)
          events.notice({ code: 'FL_EXPORT_RECOVERED', signal, endpoint: target.url, ...(resent > 0 && { resent }) });
        resent = 0;
        backoff.succeeded();
        events.acknowledged();
        events.settled(batch, 'sent');
      } else handleFailure(batch, error, used === delegate);
      awaited?.batches.delete(batch);
      pump();
    };
    try {
      if (delegate && isOutdated()) {
        dead = true;
        renew();
      }
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
    const errorClass = classifyExportError(error);
    if (errorClass.action === 'shrink') return sendSmaller(batch, error, errorClass);
    const { action, code, cause, answered, uncertain: open, retryAfterMs } = errorClass;
    events.notice({ code, signal, endpoint: target.url, cause, items: batch.items });
    if (answered) events.acknowledged();
    if (action === 'retry') {
      if (!answered) {
        events.failed();
        dead ||= current;
      }
      if (open) uncertain.add(batch);
      events.retried?.(batch, error);
      awaited?.batches.clear();
      // The last flush tries each batch once, and again if its connection broke: the endpoint may be there.
      if (flushing) (isWorthAnother(batch, error) ? waiting : flushing.tried).push(batch);
      else if (signal === 'metrics') waiting.unshift(batch);
      // To the back: a batch that crashes the collector must not hold up the others.
      else waiting.push(batch);
      // What failed at the same time is one round.
      if (timer === undefined) rest(backoff.failed(retryAfterMs));
      return;
    }
    events.settled(batch, 'refused', error);
    if (action === 'pause') pausedUntil = Date.now() + PAUSE_MS;
  };
  /** What was refused as too large goes on at once, in smaller requests; an item that cannot be cut further is lost. */
  const sendSmaller = (batch: ExportBatch, error: unknown, { code, cause, limitBytes }: ErrorClass) => {
    const { bytes, items } = batch;
    const notice = () => ({
      signal,
      endpoint: target.url,
      cause: `${itemName(format, signal, bytes)}, ${bytes.byteLength} bytes: ${cause}`,
      items,
    });
    events.acknowledged();
    const smaller = shrink(format, signal, batch, limitBytes);
    if (!smaller) {
      events.notice({ code, ...notice() });
      return events.settled(batch, 'refused', error);
    }
    if (smaller.isCut) events.notice({ code: 'FL_EXPORT_CUT', ...notice() });
    else maxBytes = Math.min(maxBytes, Math.max(...smaller.batches.map(sizeOf)));
    replace(batch, smaller.batches, error);
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
      const [dropped] = oldest < 0 ? [] : waiting.splice(oldest, 1);
      if (dropped && awaited?.batches.delete(dropped)) settle();
      return dropped;
    },
    flush(done, isLast) {
      if (isLast) flushing = { tried: [], done };
      else awaited = { batches: new Set([...waiting, ...inFlight]), done };
      renew();
      pump();
    },
  };
}
