// The few attributes of a span that belong beside its name.
import type { SpanRecord } from '../decode/records';

const STATUS_CODE = ['http.response.status_code', 'http.status_code'] as const;

/** The first of some attributes that has a value. */
function picker({ attributes }: SpanRecord): (...names: string[]) => string | undefined {
  return (...names) => {
    const name = names.find(
      (each) => attributes[each] !== undefined && attributes[each] !== null && attributes[each] !== '',
    );
    return name === undefined ? undefined : String(attributes[name]);
  };
}

/** What to show of a span in one short line: status code, peer, destination; never queries, bodies or headers. */
export function spanFacts(span: SpanRecord): string[] {
  const pick = picker(span);
  const facts: string[] = [];
  const status = pick(...STATUS_CODE);
  if (status !== undefined) facts.push(status);
  const path = pathOf(span);
  if (span.kind === 'CLIENT' || span.kind === 'PRODUCER') {
    const host = pick('server.address', 'net.peer.name', 'network.peer.address');
    const port = pick('server.port', 'net.peer.port', 'network.peer.port');
    if (host !== undefined) facts.push(`→ ${host}${port === undefined ? '' : `:${port}`}${path}`);
  } else if (path !== '') {
    facts.push(path);
  }
  const destination = pick('messaging.destination.name', 'messaging.destination');
  if (destination !== undefined) facts.push(`queue ${destination}`);
  facts.push(...modelFacts(pick));
  return facts;
}

/** What a call of a model took, and what a retrieval found. */
function modelFacts(pick: (name: string) => string | undefined): string[] {
  const tokens = ['input', 'output'].flatMap((side) => pick(`gen_ai.usage.${side}_tokens`) ?? []);
  const first = Number(pick('gen_ai.response.time_to_first_chunk') ?? Number.NaN);
  const found = pick('gen_ai.retrieval.documents.count');
  return [
    ...(tokens.length > 0 ? [`${tokens.join(' + ')} tokens`] : []),
    ...(Number.isFinite(first) ? [`first chunk after ${(first * 1000).toFixed(1)} ms`] : []),
    ...(found === undefined ? [] : [`${found} passages`]),
  ];
}

/** The path of an HTTP request, without its query, if the span's name does not have it. */
export function pathOf(span: SpanRecord): string {
  if (span.name.includes('/')) return '';
  const pick = picker(span);
  const path =
    pick('url.path', 'http.target') ??
    /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(pick('url.full', 'http.url') ?? '')?.[1] ??
    '';
  return path.replace(/[?#].*$/, '');
}

/**
 * Why a span failed: its status message, else its last recorded exception, else the error type; empty if it did not
 * fail.
 */
export function failureOf(span: SpanRecord): string {
  if (span.status.code !== 'ERROR') return '';
  const exception = span.events.filter((event) => event.name === 'exception').at(-1)?.attributes;
  const reason =
    span.status.message ||
    exception?.['exception.message'] ||
    span.attributes['error.type'] ||
    exception?.['exception.type'];
  // The status code is beside the name already.
  const known = STATUS_CODE.some((name) => String(span.attributes[name]) === String(reason));
  return reason === undefined || reason === '' || known ? 'error' : `error: ${String(reason)}`;
}
