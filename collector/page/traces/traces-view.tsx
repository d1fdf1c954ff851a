// The list of traces, and beside it the one that is open.
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { fragmentOf, go, type Address } from '../address';
import { colourOf } from '../colours';
import { filterTraces, NO_FILTER, type TraceFilter } from './filter';
import { clock, count, duration } from '../format';
import { useKeys } from '../keys';
import { useLive } from '../live';
import { TraceDetail } from './trace-detail';
import { TraceFilters } from './trace-filters';
import { VirtualList } from '../parts/virtual-list';
import type { WireTrace } from '../../viewer/wire';

export function TracesView({ address }: { address: Address }): JSX.Element {
  const { traces, version, hello } = useLive();
  const preset = address.query.get('service') ?? '';
  const [filter, setFilter] = useState<TraceFilter>({ ...NO_FILTER, service: preset });
  const [active, setActive] = useState<string | undefined>(address.traceId);
  useEffect(() => {
    if (preset !== '') setFilter((current) => ({ ...current, service: preset }));
  }, [preset]);
  const chosen = useMemo(() => filterTraces(traces, filter), [version, filter]);
  const open = (trace: WireTrace): void => go(fragmentOf('traces', trace.id));
  useKeys({
    '/': () => document.getElementById('search')?.focus(),
    e: () => setFilter({ ...filter, errorsFirst: !filter.errorsFirst }),
    j: () => document.getElementById('traces')?.focus(),
    k: () => document.getElementById('traces')?.focus(),
    ArrowDown: () => document.getElementById('traces')?.focus(),
    Escape: () => address.traceId !== undefined && go(fragmentOf('traces')),
  });
  return (
    <div class={address.traceId === undefined ? 'traces' : 'traces has-detail'}>
      <section class="traces-list" aria-label="Traces">
        <TraceFilters traces={traces} version={version} filter={filter} onFilter={setFilter} />
        <p class="sum" role="status">
          {chosen.length === traces.length
            ? count(traces.length, 'trace')
            : `${chosen.length.toLocaleString('en')} of ${count(traces.length, 'trace')}`}
        </p>
        <VirtualList
          id="traces"
          label="Traces"
          items={chosen}
          rowHeight={52}
          keyOf={({ id }) => id}
          active={active ?? address.traceId}
          onActive={({ id }) => setActive(id)}
          onOpen={open}
          row={(trace) => <TraceRow trace={trace} />}
          rowClass={(trace) => `${colourOf(trace.service)}${trace.id === address.traceId ? ' is-open' : ''}`}
          empty={
            traces.length > 0 ? (
              'No trace satisfies the filter.'
            ) : hello?.file === undefined ? (
              <>No trace yet. Send your app a request, and it will be here.</>
            ) : (
              'There is no trace in this session.'
            )
          }
        />
      </section>
      {address.traceId !== undefined && <TraceDetail key={address.traceId} traceId={address.traceId} />}
    </div>
  );
}

const isBad = ({ failed, errors }: WireTrace): boolean => failed || errors > 0;

function TraceRow({ trace }: { trace: WireTrace }): JSX.Element {
  const others = trace.services.length - 1;
  return (
    <div class="trace">
      <span class="trace-name">
        {isBad(trace) && (
          <b class="bad" role="img" aria-label="error">
            ✖{' '}
          </b>
        )}
        {trace.name}
        {trace.path !== undefined && !trace.name.includes(trace.path) && <span class="hint"> {trace.path}</span>}
      </span>
      <span
        class={trace.status === undefined ? 'trace-status' : `trace-status status-${Math.floor(trace.status / 100)}`}
      >
        {trace.status}
      </span>
      <span class="trace-duration">{duration(trace.durationMs)}</span>
      <span class="trace-service">
        <i class="dot" aria-hidden="true" />
        {trace.service}
        {others > 0 && ` +${others}`}
      </span>
      <span class="trace-facts">
        {count(trace.spans, 'span')} · {clock(trace.startMs).slice(0, 8)}
      </span>
    </div>
  );
}
