// The list of traces, and beside it the one that is open.
import type { JSX } from 'preact';
import { conditionOf, withCondition } from '../../search/language';
import { along, changed, go, questionOf, replace, type Address } from '../address';
import { colourOf } from '../colours';
import { count, duration, moment } from '../format';
import { useKeys } from '../keys';
import { useLive } from '../live';
import { Filters, focusSearch } from '../parts/filters';
import { Select } from '../parts/select';
import { TimeRange } from '../parts/time-range';
import { VirtualList } from '../parts/virtual-list';
import { useRemoteList } from '../remote-list';
import { TraceDetail } from './trace-detail';
import type { WireTrace } from '../../viewer/wire';

const STATUS = [
  ['', 'any status'],
  ['error', 'errors'],
  ['2xx', '2xx'],
  ['3xx', '3xx'],
  ['4xx', '4xx'],
  ['5xx', '5xx'],
] as const;
const SORTS = [
  ['', 'errors first'],
  ['newest', 'newest first'],
  ['slowest', 'slowest first'],
] as const;

const keyOf = ({ id }: WireTrace): string => id;
const focusList = (): void => document.getElementById('traces')?.focus();

export function TracesView({ address }: { address: Address }): JSX.Element {
  const { hello, counts } = useLive();
  const text = address.query.get('q') ?? '';
  const sort = address.query.get('sort') ?? '';
  const list = useRemoteList<WireTrace>(
    'trace',
    { ...questionOf(address), sort: sort === '' ? 'errors' : sort },
    keyOf,
    'start',
  );
  const search = (q: string): void => replace(changed(address, { q }));
  const setSort = (next: string): void => replace(changed(address, { sort: next }));
  useKeys({
    '/': focusSearch,
    e: () => setSort(sort === '' ? 'newest' : ''),
    j: focusList,
    k: focusList,
    ArrowDown: focusList,
    Escape: () => address.traceId !== undefined && go(along(address, 'traces')),
  });
  return (
    <div class={address.traceId === undefined ? 'traces' : 'traces has-detail'}>
      <section class="traces-list" aria-label="Traces">
        <Filters
          name="Traces"
          label="Search traces"
          placeholder="Words, or service=web status>=400 duration>1s"
          value={text}
          error={list.error}
          onValue={search}
        >
          <Select
            label="Status"
            value={conditionOf(text, 'status')?.value ?? ''}
            options={STATUS}
            onChange={(value) => search(withCondition(text, 'status', '=', value))}
          />
          <Select label="Order" value={sort} options={SORTS} onChange={setSort} />
          <TimeRange address={address} />
        </Filters>
        <p class="sum" role="status">
          {list.total === list.all
            ? count(list.all, 'trace')
            : `${list.total.toLocaleString('en')} of ${count(list.all, 'trace')}`}
          {counts.spans.sinceMs !== undefined && <span class="since"> since {moment(counts.spans.sinceMs)}</span>}
        </p>
        <VirtualList
          id="traces"
          label="Traces"
          rows={list.rows}
          rowHeight={52}
          keyOf={keyOf}
          active={address.query.get('at') ?? address.traceId}
          onActive={({ id }) => replace(changed(address, { at: id }))}
          onOpen={({ id }) => go(along(address, 'traces', id))}
          grows="start"
          question={list.question}
          onSight={list.onSight}
          row={(trace) => <TraceRow trace={trace} />}
          rowClass={(trace) => `${colourOf(trace.service)}${trace.id === address.traceId ? ' is-open' : ''}`}
          empty={
            !list.isLoaded ? (
              'Loading…'
            ) : list.all > 0 ? (
              'No trace satisfies the query.'
            ) : hello?.file === undefined ? (
              <>No trace yet. Send your app a request, and it will be here.</>
            ) : (
              'There is no trace in this session.'
            )
          }
        />
      </section>
      {address.traceId !== undefined && (
        <TraceDetail key={address.traceId} traceId={address.traceId} address={address} />
      )}
    </div>
  );
}

const isBad = ({ failed, errors, failedLines }: WireTrace): boolean => failed || errors > 0 || failedLines > 0;

function TraceRow({ trace }: { trace: WireTrace }): JSX.Element {
  const others = trace.services.length - 1;
  return (
    <div class="trace">
      <span class="trace-name">
        {isBad(trace) && (
          <b class="bad" role="img" aria-label={trace.errors > 0 || trace.failed ? 'error' : 'error in its log lines'}>
            {trace.errors > 0 || trace.failed ? '✖' : '✎'}{' '}
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
        <bdi>{trace.service}</bdi>
        {others > 0 && `\u00a0+${others}`}
      </span>
      <span class="trace-facts">
        {count(trace.spans, 'span')} · {moment(trace.startMs)}
      </span>
    </div>
  );
}
