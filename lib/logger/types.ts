/** One of the two streams that a line can go to. */
export type StreamName = 'stdout' | 'stderr';

/**
 * What ties a line to its request and span. Lowercase hex as in W3C trace context; absent, not null, if there is none.
 * Such an object never changes.
 */
export interface Ids {
  readonly request_id?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly trace_flags?: string;
}

/** The message object that travels through winston: `level`, `message`, the app's fields, and keys that are symbols. */
export interface Info {
  level: string;
  message: unknown;
  [key: string | symbol]: unknown;
}

/** A value that JSON can hold as it is. */
export type Plain = string | number | boolean | null | undefined | Plain[] | { [key: string]: Plain };

/** One line, ready to be written down in any format. */
export interface LineRecord {
  /** Milliseconds since the epoch, with fractions. */
  readonly time: number;
  readonly level: string;
  readonly message: string;
  readonly ids: Ids;
  /** The app's fields under their final names; safe to stringify. */
  readonly fields: Record<string, Plain>;
  /** What `fields.error` describes: an error, or what a logger has left of one. */
  readonly fault?: unknown;
  readonly stream: StreamName;
  /** The number of OpenTelemetry's data model, for levels that are not winston's. */
  readonly severity?: number;
  /** Whether the line goes elsewhere than to `stream`: to a file, or to where another logger writes. */
  readonly isElsewhere?: boolean;
  /** Whether the line stays in this process and is not sent over OTLP. */
  readonly isLocal: boolean;
}
