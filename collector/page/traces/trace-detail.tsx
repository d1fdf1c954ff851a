// One trace: its waterfall, and what is known of the span or log line that is chosen.
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { fragmentOf, go, useAddress } from '../address';
import { colourOf } from '../colours';
import { count, duration } from '../format';
import { useKeys } from '../keys';
import { traceOf, useLive } from '../live';
import { LogPanel } from '../logs/log-panel';
import { copy, notify } from '../notice';
import { rowsOf } from './rows';
import { useSwitch } from '../settings';
import { SpanPanel } from './span-panel';
import { Waterfall } from './waterfall';
import type { WireDetail } from '../../viewer/wire';

/** Asks for a trace again as it grows. */
function useDetail(traceId: string): WireDetail | 'gone' | 'unreachable' | undefined {
  const { logs, version, connection } = useLive();
  const known = traceOf(traceId);
  // Log lines come in requests of their own, often later than the spans.
  const lines = useMemo(() => logs.reduce((sum, log) => sum + Number(log.traceId === traceId), 0), [version, traceId]);
  const [detail, setDetail] = useState<WireDetail | 'gone' | 'unreachable'>();
  useEffect(() => {
    const abort = new AbortController();
    fetch(`/api/traces/${traceId}`, { signal: abort.signal })
      .then(async (response) => setDetail(response.ok ? ((await response.json()) as WireDetail) : 'gone'))
      .catch(() => {
        // What is shown stays.
        if (!abort.signal.aborted) setDetail((current) => (typeof current === 'object' ? current : 'unreachable'));
      });
    return () => abort.abort();
  }, [traceId, known?.spans, known?.durationMs, lines, connection === 'live']);
  return detail;
}

export function TraceDetail({ traceId }: { traceId: string }): JSX.Element {
  const detail = useDetail(traceId);
  const chosen = useAddress().query.get('span') ?? undefined;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [withLogs, setWithLogs] = useSwitch('logs-inline', true);
  const rows = useMemo(
    () => (typeof detail !== 'object' ? [] : rowsOf(detail, closed, withLogs)),
    [detail, closed, withLogs],
  );
  const row = rows.find(({ key }) => key === chosen);
  // Chosen rows are part of the address, so that it can be shared and reloaded, but no steps of the history.
  const choose = (key: string | undefined): void => {
    history.replaceState(null, '', fragmentOf('traces', traceId, { span: key }));
    dispatchEvent(new Event('hashchange'));
  };
  const toggle = (id: string, open: boolean): void => {
    const next = new Set(closed);
    if (open) next.delete(id);
    else next.add(id);
    setClosed(next);
  };
  const copyCurl = (): void => {
    const curl =
      row?.kind === 'span'
        ? row.span.curl
        : typeof detail === 'object'
          ? detail.spans.find((span) => span.curl !== undefined)?.curl
          : undefined;
    if (curl === undefined) notify('no HTTP request to copy');
    else copy(curl, 'curl command');
  };
  useKeys({
    l: () => setWithLogs(!withLogs),
    c: copyCurl,
    Escape: () => (chosen === undefined ? go(fragmentOf('traces')) : choose(undefined)),
  });
  if (detail === undefined)
    return (
      <section class="detail" aria-label="Trace" aria-busy="true">
        <p class="empty">Loading…</p>
      </section>
    );
  if (detail === 'gone' || detail === 'unreachable')
    return (
      <section class="detail" aria-label="Trace">
        <p class="empty">
          {detail === 'gone'
            ? 'This trace is not in the store (any more).'
            : 'The collector has ended: only what this page has loaded is left.'}{' '}
          <a href={fragmentOf('traces')}>All traces</a>
        </p>
      </section>
    );
  const { trace } = detail;
  return (
    <section class="detail" aria-label="Trace">
      <header class="detail-head">
        <a class="back" href={fragmentOf('traces')} aria-label="Back to the list">
          ←
        </a>
        <h2>
          {trace.name}{' '}
          {trace.status !== undefined && (
            <span class={`trace-status status-${Math.floor(trace.status / 100)}`}>{trace.status}</span>
          )}
        </h2>
        <p class="facts">
          <b>{duration(trace.durationMs)}</b> · {count(trace.spans, 'span')} · {count(detail.logs.length, 'log line')}
          {trace.errors > 0 && <span class="bad"> · ✖ {count(trace.errors, 'error')}</span>}
          {!detail.complete && <span class="hint"> · a parent has not arrived</span>}
          <span class="legend">
            {trace.services.map((service) => (
              <span key={service} class={colourOf(service)}>
                <i class="dot" aria-hidden="true" />
                {service}
              </span>
            ))}
          </span>
        </p>
        <div class="actions">
          <button type="button" onClick={copyCurl}>
            Copy as curl
          </button>
          <button type="button" onClick={() => copy(trace.id, 'trace ID')}>
            Copy trace ID
          </button>
          <a class="button" href={`/api/traces/${trace.id}.jsonl`} download={`trace-${trace.id}.jsonl`}>
            Save
          </a>
          <label class="check">
            <input type="checkbox" checked={withLogs} onChange={() => setWithLogs(!withLogs)} /> log lines
          </label>
        </div>
      </header>
      <Waterfall rows={rows} durationMs={trace.durationMs} chosen={chosen} onChoose={choose} onToggle={toggle} />
      {row?.kind === 'span' && <SpanPanel detail={detail} span={row.span} onClose={() => choose(undefined)} />}
      {row?.kind === 'log' && <LogPanel log={row.log} onClose={() => choose(undefined)} />}
    </section>
  );
}
