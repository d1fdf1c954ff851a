// Which traces the list shows, and in which order.
import type { WireTrace } from '../../viewer/wire';

export interface TraceFilter {
  /** Words, all of which have to occur. */
  text: string;
  service: string;
  route: string;
  /** `2`, `3`, `4`, `5` for a class of status codes, `error` for traces with an error. */
  status: string;
  /** Traces that took less are left out. */
  minMs: number;
  errorsFirst: boolean;
}

export const NO_FILTER: TraceFilter = { text: '', service: '', route: '', status: '', minMs: 0, errorsFirst: true };

/** The traces that satisfy the filter, in the order they have, or those with errors before the others. */
export function filterTraces(traces: readonly WireTrace[], filter: TraceFilter): WireTrace[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = traces.filter((trace) => matches(trace, filter, words));
  return filter.errorsFirst
    ? [
        ...chosen.filter(({ errors, failed }) => failed || errors > 0),
        ...chosen.filter(({ errors, failed }) => !failed && errors === 0),
      ]
    : chosen;
}

function matches(trace: WireTrace, { service, route, status, minMs }: TraceFilter, words: readonly string[]): boolean {
  if (trace.durationMs < minMs) return false;
  if (service !== '' && !trace.services.includes(service)) return false;
  if (route !== '' && trace.route !== route) return false;
  if (
    status === 'error'
      ? !trace.failed && trace.errors === 0
      : status !== '' && Math.floor((trace.status ?? 0) / 100) !== Number(status)
  )
    return false;
  return words.every((word) => trace.text.includes(word));
}

/** What occurs in the traces, the most frequent first. */
export function choices(
  traces: readonly WireTrace[],
  pick: (trace: WireTrace) => readonly (string | undefined)[],
  most = 100,
): string[] {
  const counts = new Map<string, number>();
  for (const trace of traces)
    for (const choice of pick(trace)) if (choice !== undefined) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([choice]) => choice);
}
