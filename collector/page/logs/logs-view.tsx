// Log lines of all services, as they come.
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { fragmentOf, go, type Address } from '../address';
import { colourOf } from '../colours';
import { clock, count, gistOf } from '../format';
import { useKeys } from '../keys';
import { useLive } from '../live';
import { filterLogs, LEVELS, NO_LOG_FILTER, type LogFilter } from './log-filter';
import { LogPanel } from './log-panel';
import { useSwitch } from '../settings';
import { Select } from '../traces/trace-filters';
import { VirtualList } from '../parts/virtual-list';
import type { Level, WireLog } from '../../viewer/wire';

export function LogsView({ address }: { address: Address }): JSX.Element {
  const { logs, version } = useLive();
  const [filter, setFilter] = useState<LogFilter>({ ...NO_LOG_FILTER, text: address.query.get('search') ?? '' });
  const [follow, setFollow] = useSwitch('follow', true);
  const [chosen, setChosen] = useState<WireLog>();
  const lines = useMemo(() => filterLogs(logs, filter), [version, filter]);
  const services = useMemo(() => [...new Set(logs.map(({ service }) => service))].sort(), [version]);
  useEffect(() => {
    if (chosen) setFollow(false);
  }, [chosen]);
  useKeys({
    '/': () => document.getElementById('search')?.focus(),
    j: () => document.getElementById('logs')?.focus(),
    k: () => document.getElementById('logs')?.focus(),
    ArrowDown: () => document.getElementById('logs')?.focus(),
    Escape: () => setChosen(undefined),
  });
  return (
    <section class="logs" aria-label="Logs">
      <form class="filters" role="search" aria-label="Logs" onSubmit={(event) => event.preventDefault()}>
        <input
          id="search"
          type="search"
          class="wide"
          placeholder="Search texts, fields, trace IDs"
          aria-label="Search log lines"
          autocomplete="off"
          spellcheck={false}
          value={filter.text}
          onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
        />
        <Select
          label="Service"
          value={filter.service}
          all="all services"
          options={services}
          onChange={(service) => setFilter({ ...filter, service })}
        />
        <select
          aria-label="Least level"
          value={filter.level}
          onChange={(event) => setFilter({ ...filter, level: event.currentTarget.value as Level })}
        >
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {level === 'trace' ? 'all levels' : level === 'fatal' ? 'fatal' : `${level} and above`}
            </option>
          ))}
        </select>
        <label class="check">
          <input type="checkbox" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} /> live
          tail
        </label>
      </form>
      <p class="sum" role="status">
        {lines.length === logs.length
          ? count(logs.length, 'log line')
          : `${lines.length.toLocaleString('en')} of ${count(logs.length, 'log line')}`}
      </p>
      <VirtualList
        id="logs"
        label="Log lines"
        items={lines}
        rowHeight={26}
        keyOf={({ seq }) => String(seq)}
        active={chosen && String(chosen.seq)}
        onActive={(log) => setChosen(log)}
        follow={follow}
        onOpen={(log) =>
          log.traceId !== undefined && log === chosen && go(fragmentOf('traces', log.traceId, { span: log.spanId }))
        }
        rowClass={(log) => `level-${log.level}`}
        row={(log) => <LogRow log={log} />}
        empty={logs.length > 0 ? 'No log line satisfies the filter.' : 'No log line yet.'}
      />
      {chosen && <LogPanel log={chosen} onClose={() => setChosen(undefined)} />}
    </section>
  );
}

function LogRow({ log }: { log: WireLog }): JSX.Element {
  return (
    <div class="log">
      <span class="log-time">{clock(log.timeMs)}</span> <span class="level">{log.level}</span>{' '}
      <span class={`log-service ${colourOf(log.service)}`}>
        <i class="dot" aria-hidden="true" />
        <span>{log.service}</span>
      </span>{' '}
      <span class="log-body">
        {log.body.slice(0, 500)} <span class="hint">{gistOf(log.attributes)}</span>
      </span>
    </div>
  );
}
