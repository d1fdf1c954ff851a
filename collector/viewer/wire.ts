// What the page and its server send each other, all of it JSON. Times are milliseconds since the epoch, or since the
// start of a trace (`at`).
import type { Attributes } from '../decode/records';

export type { Attributes };

/** One trace in the list. */
export interface WireTrace {
  id: string;
  name: string;
  /** The service of the first root. */
  service: string;
  services: string[];
  startMs: number;
  durationMs: number;
  spans: number;
  errors: number;
  /** How many of its log lines are errors. */
  failedLines: number;
  /** Whether the request as a whole failed: its root, or a status from 500. */
  failed: boolean;
  method?: string;
  route?: string;
  /** The path of the request itself, without its query. */
  path?: string;
  status?: number;
}

export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export interface WireLog {
  /** Its number since the start of the collector. */
  seq: number;
  timeMs: number;
  level: Level;
  body: string;
  service: string;
  traceId?: string;
  spanId?: string;
  attributes: Attributes;
}

export interface WireSpan {
  id: string;
  parent?: string;
  depth: number;
  name: string;
  kind: string;
  service: string;
  at: number;
  durationMs: number;
  selfMs: number;
  status: string;
  /** Why it failed; empty if it did not. */
  failure: string;
  /** Status code, peer, destination. */
  facts: string[];
  attributes: Attributes;
  events: { name: string; at: number; attributes: Attributes }[];
  links: { traceId: string; spanId: string; attributes: Attributes }[];
  scope: string;
  /** Index into `resources`. */
  resource: number;
  /** The request as a command line, for HTTP. */
  curl?: string;
}

/** GET /api/traces/<id> */
export interface WireDetail {
  trace: WireTrace;
  complete: boolean;
  spans: WireSpan[];
  logs: WireLog[];
  resources: Attributes[];
  /** What satisfies the query that was asked with: IDs of spans, numbers of lines. Absent without one. */
  matches?: { spans: string[]; logs: number[] };
}

/** One line of a chart: a value for each of the chart's times, null if there is none. */
export interface WireSeries {
  label: string;
  values: (number | null)[];
}

export interface WireChart {
  title: string;
  unit: 'per second' | '%' | 'ms' | 'bytes' | '';
  /** Seconds since the epoch, ascending. */
  times: number[];
  series: WireSeries[];
}

/** GET /api/metrics */
export interface WireMetrics {
  charts: WireChart[];
  /** All metrics that came, in the order in which they are shown. */
  names: { name: string; isShown: boolean }[];
}

export interface WireNode {
  id: string;
  name: string;
  kind: 'service' | 'database' | 'queue' | 'external';
  spans: number;
  errors: number;
}

export interface WireEdge {
  from: string;
  to: string;
  calls: number;
  errors: number;
  /** Half of the calls took no longer. */
  p50Ms: number;
}

/** GET /api/map */
export interface WireMap {
  nodes: WireNode[];
  edges: WireEdge[];
}

/** What is held of one kind. */
export interface WireHeld {
  held: number;
  /** How many were left out because there were too many. */
  leftOut: number;
  /** How far back it reaches; absent if there is nothing. */
  sinceMs?: number;
}

export type WireCounts = Record<'spans' | 'logs' | 'metrics', WireHeld>;

/** A part of a list: `items` begin at `first` of `total`; `all` is how many there are without the query. */
export interface WireList<T> {
  total: number;
  all: number;
  first: number;
  items: T[];
  /** The services that occur; of log lines only. */
  services: string[];
}

export interface WireAiMessage {
  role: string;
  text: string;
  tools: { name: string; arguments: string }[];
}

/** A call of generative AI. */
export interface WireAiCall {
  trace: string;
  span: string;
  startMs: number;
  durationMs: number;
  service: string;
  operation: string;
  /** Why it failed; empty if it did not. */
  failure: string;
  provider?: string;
  model?: string;
  tool?: string;
  agent?: string;
  inputTokens?: number;
  outputTokens?: number;
  firstTokenMs?: number;
  /** In the currency of the table of prices. */
  cost?: number;
  /** Where the instrumentation captured content. */
  messages: WireAiMessage[];
  documents: { id?: string; score?: number; text: string }[];
}

/** GET /api/ai */
export interface WireAi {
  total: number;
  calls: WireAiCall[];
}

/** GET /api/services */
export interface WireService {
  name: string;
  /** Process IDs, as far as they are known. */
  processes: string[];
  spans: number;
  errors: number;
  logs: number;
  /** When the newest span or line was. */
  lastMs: number;
}

/** One row of the statistics. */
export interface WireStatistic {
  service: string;
  /** The name of the server's span, or what is called. */
  name: string;
  /** The query that finds these spans. */
  query: string;
  count: number;
  perSecond: number;
  errors: number;
  /** From 0 to 1. */
  errorRate: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  slowest: { trace: string; span: string; durationMs: number };
}

/** GET /api/statistics */
export interface WireStatistics {
  routes: WireStatistic[];
  calls: WireStatistic[];
}

/** GET /api/events (server-sent): `hello` first, then `change` whenever something came or went. */
export interface WireChange {
  counts: WireCounts;
  /** The numbers of the next trace and line. */
  next: { trace: number; log: number };
  /** The IDs of traces that changed; absent if they are too many. */
  traces?: string[];
}

export interface WireHello {
  version: string;
  /** The name of a file that is looked at; absent for what arrives now. */
  file?: string;
}
