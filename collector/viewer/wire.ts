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
  /** Whether the request as a whole failed: its root, or a status from 500. */
  failed: boolean;
  method?: string;
  route?: string;
  /** The path of the request itself, without its query. */
  path?: string;
  status?: number;
  /** What the search looks through, in lower case. */
  text: string;
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

/**
 * GET /api/events (server-sent): `hello` first and after a gap, when all that came before is to be forgotten; then
 * `change`.
 */
export interface WireChange {
  traces?: WireTrace[];
  gone?: string[];
  logs?: WireLog[];
  counts?: WireCounts;
}

export interface WireHello {
  version: string;
  /** The name of a file that is looked at; absent for what arrives now. */
  file?: string;
}
