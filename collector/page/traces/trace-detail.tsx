// One trace: its waterfall, and what is known of the span or log line that is chosen.
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { along, changed, go, replace, type Address } from '../address';
import { useKeys } from '../keys';
import { useLive, versionOf } from '../live';
import { LogPanel } from '../logs/log-panel';
import { copy, notify } from '../notice';
import { addressOf } from '../polled';
import { useSwitch } from '../settings';
import { DetailHead } from './detail-head';
import { criticalPath, rowsOf, type Row } from './rows';
import { SpanPanel } from './span-panel';
import { Waterfall } from './waterfall';
import type { WireDetail } from '../../viewer/wire';

type Answer = WireDetail | 'gone' | 'unreachable' | undefined;

/** Asks for a trace, again as it grows, with what in it satisfies a query. */
function useDetail(traceId: string, query: string): Answer {
  useLive();
  const [detail, setDetail] = useState<Answer>();
  useEffect(() => {
    const abort = new AbortController();
    fetch(addressOf(`/api/traces/${traceId}`, { q: query }), { signal: abort.signal })
      .then(async (response) => {
        if (response.status === 404) setDetail('gone');
        // A query that is not finished: what was found before stays.
        else if (response.ok) setDetail((await response.json()) as WireDetail);
        else if (query !== '') setDetail((current) => current);
      })
      .catch(() => {
        // What is shown stays.
        if (!abort.signal.aborted) setDetail((current) => (typeof current === 'object' ? current : 'unreachable'));
      });
    return () => abort.abort();
  }, [traceId, query, versionOf(traceId)]);
  return detail;
}

/** Spans at or below this depth are closed. */
const closedBelow = ({ spans }: WireDetail, depth: number): Set<string> =>
  new Set(spans.filter((span) => span.depth >= depth).map(({ id }) => id));

export function TraceDetail({ traceId, address }: { traceId: string; address: Address }): JSX.Element {
  const find = address.query.get('find') ?? '';
  const detail = useDetail(traceId, find === '' ? (address.query.get('q') ?? '') : find);
  const known = typeof detail === 'object' ? detail : undefined;
  const chosen = address.query.get('span') ?? undefined;
  const byDuration = address.query.get('order') === 'slowest';
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [withLogs, setWithLogs] = useSwitch('logs-inline', true);
  const [withPath, setWithPath] = useSwitch('critical-path', true);
  const matches = useMemo(
    () => new Set([...(known?.matches?.spans ?? []), ...(known?.matches?.logs ?? []).map((seq) => `log ${seq}`)]),
    [known],
  );
  const rows = useMemo(
    () =>
      known
        ? rowsOf(known, {
            closed,
            withLogs,
            unfolded,
            kept: new Set([...matches, ...(chosen === undefined ? [] : [chosen])]),
            byDuration,
          })
        : [],
    [known, closed, withLogs, unfolded, matches, chosen, byDuration],
  );
  const path = useMemo(
    () => (known && withPath ? criticalPath(known.spans) : new Map<never, never>()),
    [known, withPath],
  );
  const row = rows.find(({ key }) => key === chosen);
  // Chosen rows are part of the address, so that it can be shared and reloaded, but no steps of the history.
  const choose = (key: string | undefined): void => replace(changed(address, { span: key }));
  const toggle = (key: string, open: boolean, set: typeof setClosed, from: ReadonlySet<string>): void => {
    const next = new Set(from);
    if (open) next.delete(key);
    else next.add(key);
    set(next);
  };
  const copyCurl = (): void => {
    const curl = row?.kind === 'span' ? row.span.curl : known?.spans.find((span) => span.curl !== undefined)?.curl;
    if (curl === undefined) notify('no HTTP request to copy');
    else copy(curl, 'curl command');
  };
  /** To the next row that matches, or without a search to the next error. */
  const step = (by: 1 | -1): void => {
    const wanted = matches.size > 0 ? ({ key }: Row) => matches.has(key) : isError;
    const at = rows.findIndex(({ key }) => key === chosen);
    const order = rows.map((_, index) => (at + by * (index + 1) + 2 * rows.length) % rows.length);
    const next = order.map((index) => rows[index]!).find(wanted);
    if (next === undefined) notify(matches.size > 0 ? 'no match' : 'no error in this trace');
    else choose(next.key);
  };
  useKeys({
    l: () => setWithLogs(!withLogs),
    c: copyCurl,
    n: () => step(1),
    N: () => step(-1),
    Escape: () => (chosen === undefined ? go(along(address, 'traces')) : choose(undefined)),
  });
  if (known === undefined)
    return (
      <section class="detail" aria-label="Trace" aria-busy={detail === undefined}>
        <p class="empty">
          {detail === undefined ? (
            'Loading…'
          ) : (
            <>
              {detail === 'gone'
                ? 'This trace is not in the store (any more).'
                : 'The collector has ended: only what this page has loaded is left.'}{' '}
              <a href={along(address, 'traces')}>All traces</a>
            </>
          )}
        </p>
      </section>
    );
  return (
    <section class="detail" aria-label="Trace">
      <DetailHead
        detail={known}
        address={address}
        matches={matches.size}
        onStep={step}
        onCopyCurl={copyCurl}
        onDepth={(depth) => setClosed(depth === undefined ? new Set() : closedBelow(known, depth))}
        withLogs={withLogs}
        onLogs={setWithLogs}
        withPath={withPath}
        onPath={setWithPath}
      />
      <Waterfall
        rows={rows}
        durationMs={known.trace.durationMs}
        chosen={chosen}
        matches={matches}
        path={path}
        question={byDuration ? 'slowest' : 'tree'}
        onChoose={choose}
        onToggle={(id, open) => toggle(id, open, setClosed, closed)}
        onFold={(key) => toggle(key, unfolded.has(key), setUnfolded, unfolded)}
        unfolded={unfolded}
      />
      {row?.kind === 'span' && (
        <SpanPanel detail={known} span={row.span} address={address} onClose={() => choose(undefined)} />
      )}
      {row?.kind === 'log' && <LogPanel log={row.log} onClose={() => choose(undefined)} />}
    </section>
  );
}

function isError(row: Row): boolean {
  if (row.kind === 'span') return row.span.failure !== '';
  return row.kind === 'log' && (row.log.level === 'error' || row.log.level === 'fatal');
}
