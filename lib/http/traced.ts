const traced = new WeakSet<object>();

/** Notes that an `emit` makes the spans of the requests that it emits. */
export function markTraced<T extends object>(emit: T): T {
  traced.add(emit);
  return emit;
}

/** Whether an `emit` makes spans. */
export function isTraced(emit: unknown): boolean {
  return typeof emit === 'function' && traced.has(emit);
}
