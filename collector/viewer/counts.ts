// How much is held of each kind, and how far back it reaches.
import type { Store } from '../store/store';
import type { WireCounts, WireHeld } from './wire';

/** What a store holds; of metrics, their series. */
export function countsOf({ spans, logs, series, dropped }: Store): WireCounts {
  const held = (count: number, leftOut: number, firstNs: bigint | undefined): WireHeld => ({
    held: count,
    leftOut,
    ...(firstNs !== undefined && { sinceMs: Number(firstNs / 1_000_000n) }),
  });
  let first: bigint | undefined;
  for (const { points } of series.values())
    if (points[0] && (first === undefined || points[0].timeNs < first)) first = points[0].timeNs;
  return {
    spans: held(spans.length, dropped.spans, spans[0]?.endNs),
    logs: held(logs.length, dropped.logs, logs[0]?.timeNs),
    metrics: held(series.size, dropped.metrics, first),
  };
}
