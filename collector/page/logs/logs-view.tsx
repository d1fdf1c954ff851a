// Log lines of all services in the order of their time, as they come.
import type { JSX } from 'preact';
import { conditionOf, withCondition } from '../../search/language';
import { changed, fragmentOf, go, questionOf, replace, type Address } from '../address';
import { colourOf } from '../colours';
import { clock, count, dateOf, gistOf, moment } from '../format';
import { useKeys } from '../keys';
import { useLive } from '../live';
import { Filters, focusSearch } from '../parts/filters';
import { Select } from '../parts/select';
import { TimeRange } from '../parts/time-range';
import { VirtualList } from '../parts/virtual-list';
import { useRemoteList } from '../remote-list';
import { useSwitch } from '../settings';
import { LogPanel } from './log-panel';
import type { WireLog } from '../../viewer/wire';

const LEVELS = [
  ['', 'all levels'],
  ['debug', 'debug and above'],
  ['info', 'info and above'],
  ['warn', 'warn and above'],
  ['error', 'error and above'],
  ['fatal', 'fatal'],
] as const;

const keyOf = ({ seq }: WireLog): string => String(seq);
const focusList = (): void => document.getElementById('logs')?.focus();

export function LogsView({ address }: { address: Address }): JSX.Element {
  const { counts } = useLive();
  const text = address.query.get('q') ?? '';
  const line = address.query.get('line') ?? undefined;
  const [follow, setFollow] = useSwitch('follow', true);
  const follows = follow && line === undefined;
  const list = useRemoteList<WireLog>('log', questionOf(address), keyOf, line === undefined ? 'end' : { anchor: line });
  const chosen = line === undefined ? undefined : list.rows.at(list.rows.indexOf(line));
  const search = (q: string): void => replace(changed(address, { q, line: undefined }));
  const choose = (seq: string | undefined): void => replace(changed(address, { line: seq }));
  useKeys({
    '/': focusSearch,
    j: focusList,
    k: focusList,
    ArrowDown: focusList,
    Escape: () => choose(undefined),
  });
  const days = (counts.logs.sinceMs ?? Date.now()) < new Date().setHours(0, 0, 0, 0);
  const service = conditionOf(text, 'service')?.value ?? '';
  const level = conditionOf(text, 'level');
  return (
    <section class="logs" aria-label="Logs">
      <Filters
        name="Logs"
        label="Search log lines"
        placeholder="Words, or level>=warn request=<ID>"
        value={text}
        error={list.error}
        onValue={search}
      >
        <Select
          label="Service"
          value={service}
          options={[['', 'all services'], ...list.services.map((name) => [name, name] as const)]}
          onChange={(value) => search(withCondition(text, 'service', '=', value))}
        />
        <Select
          label="Least level"
          value={level?.value ?? ''}
          options={LEVELS}
          onChange={(value) => search(withCondition(text, 'level', '>=', value))}
        />
        <TimeRange address={address} />
        <label class="check">
          <input
            type="checkbox"
            checked={follows}
            onChange={(event) => {
              setFollow(event.currentTarget.checked);
              if (event.currentTarget.checked) choose(undefined);
            }}
          />{' '}
          live tail
        </label>
      </Filters>
      <p class="sum" role="status">
        {list.total === list.all
          ? count(list.all, 'log line')
          : `${list.total.toLocaleString('en')} of ${count(list.all, 'log line')}`}
        {counts.logs.sinceMs !== undefined && <span class="since"> since {moment(counts.logs.sinceMs)}</span>}
        {counts.logs.leftOut > 0 && <span>, {counts.logs.leftOut.toLocaleString('en')} older left out</span>}
      </p>
      <VirtualList
        id="logs"
        label="Log lines"
        rows={list.rows}
        rowHeight={26}
        keyOf={keyOf}
        active={line}
        onActive={(log) => choose(String(log.seq))}
        reveals={line !== undefined}
        grows={follows ? 'end' : undefined}
        question={list.question}
        onSight={list.onSight}
        onOpen={(log) =>
          log.traceId !== undefined &&
          String(log.seq) === line &&
          go(fragmentOf('traces', log.traceId, { span: log.spanId }))
        }
        rowClass={(log) => `level-${log.level}`}
        row={(log) => <LogRow log={log} withDate={days} />}
        empty={!list.isLoaded ? 'Loading…' : list.all > 0 ? 'No log line satisfies the query.' : 'No log line yet.'}
      />
      {chosen && <LogPanel log={chosen} onClose={() => choose(undefined)} />}
    </section>
  );
}

function LogRow({ log, withDate }: { log: WireLog; withDate: boolean }): JSX.Element {
  const [first = '', ...more] = log.body.split('\n', 200);
  return (
    <div class={withDate ? 'log with-date' : 'log'}>
      <span class="log-time">
        {withDate && `${dateOf(log.timeMs)} `}
        {clock(log.timeMs)}
      </span>{' '}
      <span class="level">{log.level}</span>{' '}
      <span class={`log-service ${colourOf(log.service)}`}>
        <i class="dot" aria-hidden="true" />
        <bdi>{log.service}</bdi>
      </span>{' '}
      <span class="log-body">
        <bdi>{first.slice(0, 500)}</bdi>{' '}
        {more.length > 0 && <span class="more">⏎ {count(more.length, 'line')} more</span>}{' '}
        <span class="hint">{gistOf(log.attributes)}</span>
      </span>
    </div>
  );
}
