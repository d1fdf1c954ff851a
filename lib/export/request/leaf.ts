/** What items of a request have in common: a resource, a scope, a metric. */
export interface Group<T> {
  /** What it takes besides its members, in bytes. */
  readonly overhead: number;
  /** The group with these members, complete. */
  wrap(members: readonly T[]): T;
}

/** The smallest part of a request that can be sent alone: a span, a log record, a data point. */
export interface Leaf<T> {
  readonly content: T;
  readonly bytes: number;
  /** 1, or 0 for a group without members. */
  readonly items: 0 | 1;
  /** What it belongs to, the outermost first. */
  readonly path: readonly Group<T>[];
}

/** A request as its leaves, and how to make a request of some. */
export interface Leaves<T> {
  readonly leaves: readonly Leaf<T>[];
  /** Of what the outermost groups have become. */
  request(groups: readonly T[]): Uint8Array;
}
