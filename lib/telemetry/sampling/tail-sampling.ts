import * as timers from 'node:timers';
import { trace, type Context } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { elapsed } from '../../clock';
import { createPrivateSlot } from '../../context';
import type { ExporterClient } from '../../export';
import { isFailure } from './failure';
import { LocalTrace } from './local-trace';
import { createSharedTraces } from './shared-traces';
import { sizeOf } from './span-size';

// Taken at load: the app's tests may put fakes in their place.
const { setTimeout, clearTimeout } = timers;

/** How many traces may be undecided, how often they are looked through, and how long they may be, in ms. */
const MAX_TRACES = 10_000;
const LOOK_MS = 1000;
const LONGEST_MS = 60_000;
/** How often at most it is reported what was given up, in ms. */
const QUIET_MS = 60_000;
const SAMPLED = 1;

export interface TailSamplingOptions {
  /** Whether traces with a failure are sent. */
  readonly errors: boolean;
  /** How long the first span of a trace in this thread lasts if the trace is sent, in ms; Infinity: none is. */
  readonly slowMs: number;
  /** How long a trace may be undecided, in ms, unless it has to be known whether it is slow. Default: a minute. */
  readonly longestMs?: number;
  /** How much the spans of undecided traces may hold, in bytes. */
  readonly maxBytes: number;
  /** Sends a span as if it had been sampled. */
  readonly send: (span: ReadableSpan) => void;
  /** Encodes spans that the exporter thread is to hold. */
  readonly encode: (spans: ReadableSpan[]) => Uint8Array | undefined;
  readonly exporter: Pick<ExporterClient, 'isShared' | 'hold' | 'keep'>;
  /** Called once in a while with what had to be dropped undecided since the last time. */
  readonly onGivenUp: (traces: number, spans: number) => void;
}

/** Decides about traces that were not sampled at their start. */
export interface TailSampling {
  readonly processor: SpanProcessor;
  /** From here on, traces may have spans in several threads. */
  threadStarts(): void;
  /** A context leaves this thread, or has come to it: from another thread, or from elsewhere. */
  share(context: Context, isIncoming: boolean): void;
  /** Decides what can be decided, since the process ends; synchronous. */
  flush(): void;
}

/**
 * Creates the buffer of spans that are recorded and not sampled. It is in the app's thread, so that a span that is
 * dropped in the end was never encoded. A failure decides as soon as a span with it has ended; that there was none is
 * known when the local root and all spans below it have ended. If a trace has spans in several threads, the exporter
 * thread holds what a single thread would drop, until one of them has found a failure.
 */
export function createTailSampling(options: TailSamplingOptions): TailSampling {
  const { errors, slowMs, maxBytes, send, encode, exporter } = options;
  const { longestMs: longest = LONGEST_MS } = options;
  const longestMs = slowMs === Infinity ? longest : Math.max(longest, slowMs);
  const localOf = createPrivateSlot<LocalTrace>();
  /** The undecided ones, the oldest first. */
  const waiting = new Set<LocalTrace>();
  const shared = createSharedTraces();
  const givenUp = { traces: 0, spans: 0 };
  let reported = -Infinity;
  let bytes = 0;
  let isThreaded = exporter.isShared;
  let timer: NodeJS.Timeout | undefined;

  const isSlow = (local: LocalTrace): boolean => local.age >= slowMs;
  const begin = (root: ReadableSpan): LocalTrace => {
    const place = isThreaded ? shared.get(root.spanContext().traceId) : undefined;
    const local = new LocalTrace(root, place !== undefined, place !== 'elsewhere');
    waiting.add(local);
    timer ??= setTimeout(look, LOOK_MS).unref();
    return local;
  };
  const take = (local: LocalTrace): ReadableSpan[] => {
    bytes -= local.bytes;
    return local.take();
  };
  const keep = (local: LocalTrace): void => {
    local.state = 'kept';
    waiting.delete(local);
    take(local).forEach(send);
    if (local.isShared) exporter.keep(local.traceId);
  };
  const hold = (local: LocalTrace, spans: ReadableSpan[]): void => {
    const encoded = spans.length > 0 ? encode(spans) : undefined;
    if (encoded)
      exporter.hold({
        traceId: local.traceId,
        bytes: encoded,
        items: spans.length,
        isEnd: local.isOwner && local.isRootEnded,
      });
  };
  const drop = (local: LocalTrace): void => {
    local.state = 'dropped';
    waiting.delete(local);
    const spans = take(local);
    if (local.isShared) hold(local, spans);
  };
  /** A limit is reached, or it is older than any trace should be. */
  const settle = (local: LocalTrace): void => {
    if (local.isRootEnded) return drop(local);
    if (isSlow(local)) return keep(local);
    local.state = 'given up';
    waiting.delete(local);
    givenUp.traces += 1;
    givenUp.spans += take(local).length;
  };
  const report = (isLast: boolean): void => {
    if (givenUp.spans === 0 || (!isLast && elapsed() - reported < QUIET_MS)) return;
    reported = elapsed();
    options.onGivenUp(givenUp.traces, givenUp.spans);
    givenUp.traces = givenUp.spans = 0;
  };
  const look = (): void => {
    timer = undefined;
    for (const local of waiting) {
      if (local.age < longestMs) break;
      settle(local);
    }
    report(false);
    if (waiting.size > 0) timer = setTimeout(look, LOOK_MS).unref();
  };
  const add = (local: LocalTrace, span: ReadableSpan): void => {
    // A thread may be terminated at any time.
    if (local.isShared && exporter.isShared) return hold(local, [span]);
    const size = sizeOf(span);
    local.spans.push(span);
    local.bytes += size;
    bytes += size;
  };
  const limit = (): void => {
    for (const local of waiting) {
      if (bytes <= maxBytes && waiting.size <= MAX_TRACES) break;
      settle(local);
    }
  };
  const isDecisive = (local: LocalTrace, span: ReadableSpan): boolean =>
    (errors && isFailure(span)) || (span === local.root && durationOf(span) >= slowMs);

  const processor: SpanProcessor = {
    onStart(span, context) {
      const parent = trace.getSpan(context);
      let local = parent && localOf.of(parent);
      if (local === undefined || local.state === 'dropped') {
        if (isSampled(span)) return;
        local = begin(span);
        if (waiting.size > MAX_TRACES) limit();
      }
      local.open += 1;
      localOf.put(span, local);
    },
    onEnd(span) {
      const local = localOf.of(span);
      if (local === undefined) return;
      local.open -= 1;
      if (span === local.root) local.isRootEnded = true;
      if (local.state !== 'kept' && isDecisive(local, span)) keep(local);
      if (!isSampled(span)) {
        if (local.state === 'kept') send(span);
        else if (local.state === 'undecided') add(local, span);
        else givenUp.spans += local.state === 'given up' ? 1 : 0;
      }
      if (local.state !== 'undecided') return;
      if (local.isRootEnded && local.open === 0) drop(local);
      else if (bytes > maxBytes) limit();
    },
    forceFlush: async () => {},
    shutdown: async () => clearTimeout(timer),
  };
  return {
    processor,
    threadStarts: () => {
      isThreaded = true;
    },
    share(context, isIncoming) {
      if (!isThreaded) return;
      const span = trace.getSpan(context);
      if (span === undefined || isSampled(span)) return;
      shared.add(span.spanContext().traceId, isIncoming ? 'elsewhere' : 'here');
      const local = localOf.of(span);
      if (local === undefined || local.isShared) return;
      local.isShared = true;
      if (local.state === 'kept') exporter.keep(local.traceId);
    },
    flush() {
      // What ends the process is an error of the requests that it served, as far as can be known.
      const isFailing = Boolean(process.exitCode);
      for (const local of [...waiting]) {
        if (isSlow(local) || (errors && !local.isRootEnded && (isFailing || isFailure(local.root)))) keep(local);
        else if (local.isShared) hold(local, take(local));
      }
      report(true);
    },
  };
}

const isSampled = (span: { spanContext(): { traceFlags: number } }): boolean =>
  Boolean(span.spanContext().traceFlags & SAMPLED);

/** In ms. */
const durationOf = ({ duration: [seconds, nanoseconds] }: ReadableSpan): number => seconds * 1000 + nanoseconds / 1e6;
