// A trace in one row: what the list shows, sorts and searches.
import type { SpanRecord } from '../decode/records';
import { serviceOf } from '../traces/tree';
import type { WireTrace } from './wire';

/** Sums up the spans of one trace; there must be at least one. `failedLines` of its log lines are errors. */
export function summaryOf(spans: readonly SpanRecord[], failedLines = 0): WireTrace {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  let root = spans[0]!;
  let [startNs, endNs, errors] = [root.startNs, root.endNs, 0];
  let entry: SpanRecord | undefined;
  for (const span of spans) {
    if (order(span, ids) < order(root, ids) || (order(span, ids) === order(root, ids) && span.startNs < root.startNs))
      root = span;
    if (span.kind === 'SERVER' && (!entry || span.startNs < entry.startNs)) entry = span;
    if (span.startNs < startNs) startNs = span.startNs;
    if (span.endNs > endNs) endNs = span.endNs;
    if (span.status.code === 'ERROR') errors++;
  }
  const request = root.kind === 'SERVER' ? root : (entry ?? root);
  const status = numberOf(pick(request, 'http.response.status_code', 'http.status_code', 'rpc.grpc.status_code'));
  const method = textOf(pick(request, 'http.request.method', 'http.method'));
  const route = textOf(
    pick(request, 'http.route') ?? pathOf(request) ?? pick(request, 'messaging.destination.name', 'rpc.method'),
  );
  const path = pathOf(request);
  const services = [...new Set(spans.map(serviceOf))];
  return {
    id: root.traceId,
    name: nameOf(root, method, route),
    service: serviceOf(root),
    services,
    startMs: Number(startNs / 1000n) / 1000,
    durationMs: Number(endNs - startNs) / 1e6,
    spans: ids.size,
    errors,
    failedLines,
    failed: root.status.code === 'ERROR' || (status !== undefined && status >= 500 && status < 600),
    ...(method !== undefined && { method }),
    ...(route !== undefined && { route }),
    ...(path !== undefined && { path }),
    ...(status !== undefined && { status }),
  };
}

/** A root proper, a span whose parent is elsewhere, any other. */
function order({ parentSpanId }: SpanRecord, ids: ReadonlySet<string>): 0 | 1 | 2 {
  if (parentSpanId === undefined) return 0;
  return ids.has(parentSpanId) ? 2 : 1;
}

/** Clients of HTTP are named by their method alone: the path says more. */
function nameOf({ name }: SpanRecord, method: string | undefined, route: string | undefined): string {
  return name === method && route !== undefined ? `${name} ${route}` : name;
}

function pick({ attributes }: SpanRecord, ...names: string[]): unknown {
  return names.map((name) => attributes[name]).find((value) => value !== undefined && value !== null && value !== '');
}

function pathOf(span: SpanRecord): string | undefined {
  const path = pick(span, 'url.path', 'http.target');
  if (path !== undefined) return String(path).replace(/[?#].*$/, '');
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(String(pick(span, 'url.full', 'http.url') ?? ''))?.[1] || undefined
  );
}

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
const numberOf = (value: unknown): number | undefined =>
  Number.isInteger(Number(value ?? NaN)) ? Number(value) : undefined;
