import type { Signal } from '../otlp';
import type { DropPriority } from './queue/drop-priority';
import type { HeldSpans } from './queue/held-traces';
import type { OpampSetup } from './opamp/protocol';

export { SIGNALS, type Signal } from '../otlp';

export type Protocol = 'grpc' | 'http/protobuf' | 'http/json';

/** How requests of a protocol are encoded. */
export const formatOf = (protocol: Protocol | undefined): 'protobuf' | 'json' =>
  protocol === 'http/json' ? 'json' : 'protobuf';

/** Where and how one signal is sent; the part of the configuration that the exporter thread needs. */
export interface SignalTarget {
  readonly protocol: Protocol;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How many items may wait, if configured. */
  readonly maxItems?: number;
  /** How many items of worker threads go into one request. Default: 512. */
  readonly batchItems?: number;
  /** How long items of worker threads wait for their request to fill, in ms. Default: 1000. */
  readonly delayMs?: number;
  readonly compression: 'gzip' | 'none';
  readonly certificate?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /**
   * What these files held at the start, by their paths: the process may have lost the right to read them when a
   * connection is made.
   */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** Where batches are kept while they wait, in addition to memory. */
export interface SpoolTarget {
  readonly folder: string;
  /** Limit of all that is kept there, in bytes. */
  readonly maxBytes: number;
}

/** What the exporter thread is started with. */
export interface ThreadSetup {
  readonly targets: Partial<Record<Signal, SignalTarget>>;
  readonly maxQueueBytes: number;
  readonly spool?: SpoolTarget;
  /** Default: no server is asked for a configuration. */
  readonly opamp?: OpampSetup;
  readonly userAgent: string;
  /** See counters.ts. */
  readonly counters: SharedArrayBuffer;
  /** See durations.ts. */
  readonly durations: SharedArrayBuffer;
  /** Cells of {@link SharedCell}, shared with all threads that send. */
  readonly cells: SharedArrayBuffer;
  /** What the channels of worker threads are named after; unique in the process. */
  readonly name: string;
}

/** An encoded OTLP export request on its way to the exporter thread; `items` counts its spans, records or points. */
export interface BatchCommand {
  readonly kind: 'batch';
  readonly signal: Signal;
  readonly bytes: Uint8Array;
  readonly items: number;
  /** Log records of the levels debug and info alone. */
  readonly isMinor?: boolean;
}

/** Spans of a trace that may be kept, or the word that it is. */
export type HeldCommand =
  { readonly kind: 'hold'; readonly spans: HeldSpans } | { readonly kind: 'keep'; readonly traceId: string };

/** Any thread to the exporter thread. */
export type Command =
  | BatchCommand
  /**
   * Metrics that are sent when the next regular ones are due, or when their thread has ended. `replaces`: the last ones
   * are in them (cumulative).
   */
  | { readonly kind: 'snapshot'; readonly bytes: Uint8Array; readonly items: number; readonly replaces: boolean }
  /** Items that were dropped before they were enqueued. */
  | { readonly kind: 'lost'; readonly priority: DropPriority; readonly items: number }
  | HeldCommand
  /** The first message of a worker thread; `parent` is the one that started it. */
  | { readonly kind: 'hello'; readonly threadId: number; readonly parent: number }
  /** A worker thread has ended, and with it all that it had started. */
  | { readonly kind: 'ended'; readonly threadId: number }
  /** `isLast`: the process ends, so that each batch is tried; otherwise the first failure is the end of it. */
  | { readonly kind: 'flush'; readonly ticket: number; readonly isLast: boolean };

/** Thread to main: something that a person should read. `code` is one of the table in lib/errors. */
export interface Notice {
  readonly code:
    | 'FL_EXPORT_UNREACHABLE'
    | 'FL_EXPORT_UNTRUSTED'
    | 'FL_EXPORT_THROTTLED'
    | 'FL_EXPORT_UNIMPLEMENTED'
    | 'FL_EXPORT_REJECTED'
    | 'FL_EXPORT_NOT_OTLP'
    | 'FL_EXPORT_TOO_LARGE'
    | 'FL_EXPORT_CUT'
    | 'FL_EXPORT_PARTIAL'
    | 'FL_EXPORT_DROPPED'
    | 'FL_EXPORT_RECOVERED'
    | 'FL_KEEP_OVERFLOW'
    | 'FL_SPOOL_FULL'
    | 'FL_SPOOL_UNUSABLE'
    | 'FL_SPOOL_FOREIGN'
    | 'FL_OPAMP_FAILED'
    | 'FL_OPAMP_REFUSED';
  readonly signal?: Signal;
  readonly endpoint?: string;
  /** The spool folder. */
  readonly folder?: string;
  readonly cause?: string;
  readonly items?: number;
  /** What was dropped, in items. */
  readonly dropped?: Readonly<Partial<Record<DropPriority, number>>>;
  /** Items that were sent again although the first request may have arrived. */
  readonly resent?: number;
}

/** Shared Int32 cells: how the main thread can wait for the exporter thread while its own event loop stands still. */
export const SharedCell = {
  /** A value of {@link CollectorState}. */
  collectorState: 0,
  /** The ticket of the last flush that is done. */
  flushed: 1,
  /** 1 while the thread is starting or loading code: its silence says nothing about the network. */
  busy: 2,
  /** When the collector was last contacted, in ms, as `clock` counts. */
  lastAttempt: 3,
  /** Items that were acknowledged, refused or dropped: all that need no more waiting for. */
  settled: 4,
  /** Items enqueued, by all threads. */
  enqueued: 5,
  /** How many channels worker threads have taken. */
  claimed: 6,
  /** How many channels the exporter thread listens to. */
  opened: 7,
  /** 1 when the exporter thread has died. */
  dead: 8,
  /**
   * 1 while the thread that started the exporter thread waits for a flush: worker threads wait with it, so that the
   * flush can end.
   */
  flushing: 9,
  /** Items enqueued by this process that wait on disk, too. */
  stored: 10,
  /** Bytes enqueued that the exporter thread has not read. */
  transit: 11,
  /** When the collector was first contacted, in ms, as `clock` counts. */
  firstAttempt: 12,
  /** How long a round trip to the collector takes, in ms: the time that the first connection took. 0 until then. */
  roundTrip: 13,
  /** The ticket of the last flush that was asked for, by any thread. */
  ticket: 14,
  size: 15,
} as const;

/** What is known of the collector; the values of `Cell.link`. */
export const CollectorState = {
  /** No answer so far. */
  unknown: 0,
  /** The connection was refused, and there was never an answer. */
  failed: 1,
  /** The collector has answered this process. */
  connected: 2,
} as const;
