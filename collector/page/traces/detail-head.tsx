// The head of a trace: what it is, when it was, and what can be done with it.
import type { JSX } from 'preact';
import { along, changed, replace, type Address } from '../address';
import { colourOf } from '../colours';
import { clock, count, dateOf, duration } from '../format';
import { copy } from '../notice';
import { SearchBox } from '../parts/search-box';
import { Select } from '../parts/select';
import type { WireDetail } from '../../viewer/wire';

interface DetailHeadProps {
  detail: WireDetail;
  address: Address;
  /** How many spans and lines satisfy the search. */
  matches: number;
  onStep(by: 1 | -1): void;
  onCopyCurl(): void;
  /** Closes everything from a depth on; undefined opens all. */
  onDepth(depth: number | undefined): void;
  withLogs: boolean;
  onLogs(on: boolean): void;
  withPath: boolean;
  onPath(on: boolean): void;
}

const DEPTHS = [
  ['', 'all depths'],
  ['1', 'depth 1'],
  ['2', 'depth 2'],
  ['3', 'depth 3'],
  ['5', 'depth 5'],
] as const;

export function DetailHead(props: DetailHeadProps): JSX.Element {
  const { detail, address, matches } = props;
  const { trace, logs, complete } = detail;
  const find = address.query.get('find') ?? '';
  return (
    <header class="detail-head">
      <a class="back" href={along(address, 'traces')} aria-label="Back to the list">
        ←
      </a>
      <h2>
        <bdi>{trace.name}</bdi>{' '}
        {trace.status !== undefined && (
          <span class={`trace-status status-${Math.floor(trace.status / 100)}`}>{trace.status}</span>
        )}
      </h2>
      <p class="facts">
        <time dateTime={new Date(trace.startMs).toISOString()}>
          {dateOf(trace.startMs)} {clock(trace.startMs)}
        </time>{' '}
        · <b>{duration(trace.durationMs)}</b> · {count(trace.spans, 'span')} · {count(logs.length, 'log line')}
        {trace.errors > 0 && <span class="bad"> · ✖ {count(trace.errors, 'error')}</span>}
        {trace.failedLines > 0 && <span class="bad"> · ✎ {count(trace.failedLines, 'error line')}</span>}
        {!complete && <span class="hint"> · a parent has not arrived</span>}
        <span class="legend">
          {trace.services.map((service) => (
            <span key={service} class={colourOf(service)}>
              <i class="dot" aria-hidden="true" />
              <bdi>{service}</bdi>
            </span>
          ))}
        </span>
      </p>
      <div class="actions">
        <SearchBox
          id="find"
          label="Search in this trace"
          placeholder="Search in this trace"
          value={find}
          onValue={(value) => replace(changed(address, { find: value }))}
        />
        <button type="button" class="sign" onClick={() => props.onStep(-1)} aria-label="Previous match or error">
          ↑
        </button>
        <button type="button" class="sign" onClick={() => props.onStep(1)} aria-label="Next match or error">
          ↓
        </button>
        {detail.matches !== undefined && (
          <span class="hint">{count(matches, 'match').replace('matchs', 'matches')}</span>
        )}
        <Select
          label="Depth"
          value=""
          options={DEPTHS}
          onChange={(value) => props.onDepth(value === '' ? undefined : Number(value))}
        />
        <Select
          label="Order of spans"
          value={address.query.get('order') ?? ''}
          options={[
            ['', 'as a tree'],
            ['slowest', 'slowest first'],
          ]}
          onChange={(order) => replace(changed(address, { order }))}
        />
        <label class="check">
          <input type="checkbox" checked={props.withLogs} onChange={() => props.onLogs(!props.withLogs)} /> log lines
        </label>
        <label class="check">
          <input type="checkbox" checked={props.withPath} onChange={() => props.onPath(!props.withPath)} /> critical
          path
        </label>
        <button type="button" onClick={props.onCopyCurl}>
          Copy as curl
        </button>
        <button type="button" onClick={() => copy(trace.id, 'trace ID')}>
          Copy trace ID
        </button>
        <a class="button" href={`/api/traces/${trace.id}.jsonl`} download={`trace-${trace.id}.jsonl`}>
          Save
        </a>
      </div>
    </header>
  );
}
