/** The three OTLP signals, in the order in which they are sent at shutdown: what explains a failure first. */
export const SIGNALS = ['traces', 'logs', 'metrics'] as const;
export type Signal = (typeof SIGNALS)[number];

/** Where and how one signal is sent; the part of the configuration that the exporter thread needs. */
export interface SignalTarget {
  readonly protocol: 'grpc' | 'http/protobuf' | 'http/json';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How many items may wait, where somebody set it. */
  readonly maxItems?: number;
  readonly compression: 'gzip' | 'none';
  readonly certificate?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
}

/** What the exporter thread is started with. */
export interface ThreadSetup {
  readonly targets: Partial<Record<Signal, SignalTarget>>;
  readonly maxQueueBytes: number;
  readonly userAgent: string;
  /** Cells of {@link Cell}, shared with the thread that started it. */
  readonly cells: SharedArrayBuffer;
}

/** Main to thread. `items` counts the spans, records or points in `bytes`, an encoded OTLP export request. */
export type Command =
  | { readonly kind: 'batch'; readonly signal: Signal; readonly bytes: Uint8Array; readonly items: number }
  | { readonly kind: 'flush'; readonly ticket: number };

/** Thread to main: something a person should read. `code` is one of the table in lib/errors. */
export interface Notice {
  readonly code: 'FL_EXPORT_UNREACHABLE' | 'FL_EXPORT_UNTRUSTED' | 'FL_EXPORT_THROTTLED' | 'FL_EXPORT_UNIMPLEMENTED' | 'FL_EXPORT_REJECTED' | 'FL_EXPORT_PARTIAL' | 'FL_EXPORT_DROPPED' | 'FL_EXPORT_RECOVERED';
  readonly signal: Signal;
  readonly endpoint: string;
  readonly cause?: string;
  readonly items?: number;
  /** Items that were sent again although nobody knows whether the first time had arrived. */
  readonly resent?: number;
}

/** Shared Int32 cells: how the main thread can wait for the exporter thread while its own event loop stands still. */
export const Cell = {
  /** A value of {@link Link}. */
  link: 0,
  /** The ticket of the last flush that is done. */
  flushed: 1,
  /** 1 while the thread is starting or loading code: its silence says nothing about the network. */
  busy: 2,
  /** When the network was last asked, in ms, as {@link clock} counts. */
  asked: 3,
  /** Items that were acknowledged, refused or dropped: all that need no more waiting for. */
  settled: 4,
  size: 5,
} as const;

/** What is known of the way to the collector; the values of `Cell.link`. */
export const Link = {
  /** Nobody has answered so far. */
  unknown: 0,
  /** A refusal came, and no answer ever. */
  failed: 1,
  /** The collector has answered in this process's life. */
  stood: 2,
} as const;

/** Milliseconds that fit a shared cell, the same in every thread of the process. */
export function clock(): number {
  return Date.now() & 0x7fffffff;
}
