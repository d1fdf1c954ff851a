// Requests by route and calls by what is called: rate, errors and latency, with the way to their outliers.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fragmentOf, questionOf, replace, changed, type Address } from '../address';
import { colourOf } from '../colours';
import { count, duration, number } from '../format';
import { useKeys } from '../keys';
import { Filters, focusSearch } from '../parts/filters';
import { TimeRange } from '../parts/time-range';
import { addressOf, usePolled } from '../polled';
import type { WireStatistic, WireStatistics } from '../../viewer/wire';

const COLUMNS = [
  ['count', 'Count'],
  ['perSecond', 'Per second'],
  ['errorRate', 'Errors'],
  ['p50Ms', 'p50'],
  ['p95Ms', 'p95'],
  ['p99Ms', 'p99'],
] as const;
type Column = (typeof COLUMNS)[number][0];

export function StatisticsView({ address }: { address: Address }): JSX.Element {
  const statistics = usePolled<WireStatistics>(addressOf('/api/statistics', questionOf(address)));
  useKeys({ '/': focusSearch });
  return (
    <section class="statistics" aria-label="Statistics" tabIndex={0}>
      <Filters
        name="Statistics"
        label="Search spans"
        placeholder="Which spans are counted: service=web"
        value={address.query.get('q') ?? ''}
        onValue={(q) => replace(changed(address, { q }))}
      >
        <TimeRange address={address} />
      </Filters>
      {statistics === undefined ? (
        <p class="empty">Loading…</p>
      ) : statistics.routes.length + statistics.calls.length === 0 ? (
        <p class="empty">No request yet.</p>
      ) : (
        <>
          <Table title="Requests by route" rows={statistics.routes} address={address} />
          <Table title="Outgoing calls" rows={statistics.calls} address={address} />
        </>
      )}
    </section>
  );
}

interface TableProps {
  title: string;
  rows: readonly WireStatistic[];
  address: Address;
}

function Table({ title, rows, address }: TableProps): JSX.Element | null {
  const [by, setBy] = useState<Column>('count');
  if (rows.length === 0) return null;
  const sorted = [...rows].sort((a, b) => b[by] - a[by]);
  return (
    <div class="table-box">
      <table class="calls">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {COLUMNS.map(([column, name]) => (
              <th key={column} scope="col" aria-sort={by === column ? 'descending' : 'none'}>
                <button type="button" class="sort" onClick={() => setBy(column)}>
                  {name}
                  {by === column && ' ▾'}
                </button>
              </th>
            ))}
            <th scope="col">Slowest</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <Row key={`${row.service} ${row.query}`} row={row} address={address} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, address }: { row: WireStatistic; address: Address }): JSX.Element {
  const time = {
    last: address.query.get('last') ?? '',
    from: address.query.get('from') ?? '',
    to: address.query.get('to') ?? '',
  };
  const traces = (more = '', sort = ''): string =>
    fragmentOf('traces', undefined, { ...time, q: `${row.query}${more}`, sort });
  return (
    <tr>
      <td class={`statistic-name ${colourOf(row.service)}`}>
        <a href={traces()}>
          <bdi>{row.name}</bdi>
        </a>{' '}
        <span class="hint">
          <i class="dot" aria-hidden="true" /> <bdi>{row.service}</bdi>
        </span>
      </td>
      <td>{row.count.toLocaleString('en')}</td>
      <td>{number(row.perSecond)}</td>
      <td>
        {row.errors === 0 ? (
          '0'
        ) : (
          <a class="bad" href={traces(' status=error')} title={count(row.errors, 'error')}>
            {number(100 * row.errorRate)} %
          </a>
        )}
      </td>
      <td>{duration(row.p50Ms)}</td>
      <td>
        <a href={traces(` duration>=${row.p95Ms}`, 'slowest')} title="Traces of the slowest twentieth">
          {duration(row.p95Ms)}
        </a>
      </td>
      <td>{duration(row.p99Ms)}</td>
      <td>
        <a href={fragmentOf('traces', row.slowest.trace, { span: row.slowest.span })}>
          {duration(row.slowest.durationMs)}
        </a>
      </td>
    </tr>
  );
}
