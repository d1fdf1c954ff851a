// The spans of a trace in time, with its log lines between them.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { colourOf } from '../colours';
import { duration, gistOf } from '../format';
import type { Row } from './rows';
import { rowsFrom } from '../parts/rows';
import { VirtualList } from '../parts/virtual-list';

interface WaterfallProps {
  rows: readonly Row[];
  durationMs: number;
  chosen: string | undefined;
  /** Keys of the rows that satisfy the search. */
  matches: ReadonlySet<string>;
  /** The parts of spans that are on the critical path. */
  path: ReadonlyMap<string, readonly (readonly [from: number, to: number])[]>;
  /** Changes with the order of the rows. */
  question: string;
  /** Folded rows that are open. */
  unfolded: ReadonlySet<string>;
  onChoose(key: string): void;
  onToggle(spanId: string, open: boolean): void;
  onFold(key: string): void;
}

/** Deeper spans are not indented further: of their names nothing would be left to see. */
const MAX_INDENT = 16;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const keyOf = ({ key }: Row): string => key;

export function Waterfall(props: WaterfallProps): JSX.Element {
  const { rows, durationMs, chosen, matches, path, unfolded, onChoose, onToggle, onFold } = props;
  const list = useMemo(() => rowsFrom(rows, keyOf), [rows]);
  const percent = (ms: number): number => (durationMs <= 0 ? 0 : Math.min(100, Math.max(0, (100 * ms) / durationMs)));
  return (
    <div class="waterfall">
      <div class="ruler" aria-hidden="true">
        <span />
        <div>
          {TICKS.map((tick) => (
            <span key={tick} style={{ left: `${tick * 100}%` }}>
              {duration(durationMs * tick)}
            </span>
          ))}
        </div>
      </div>
      <VirtualList
        id="waterfall"
        label="Spans and log lines"
        rows={list}
        rowHeight={26}
        keyOf={keyOf}
        active={chosen}
        reveals={chosen !== undefined}
        question={props.question}
        onActive={(row) => (row.kind === 'fold' ? onFold(row.key) : onChoose(row.key))}
        rowClass={(row) => classOf(row) + (matches.has(row.key) ? ' is-match' : '')}
        row={(row) => {
          if (row.kind === 'log') return <LogRow row={row} percent={percent} />;
          if (row.kind === 'fold') return <FoldRow row={row} percent={percent} isOpen={unfolded.has(row.key)} />;
          return <SpanRow row={row} percent={percent} onToggle={onToggle} path={path.get(row.key) ?? []} />;
        }}
        empty="No spans."
        onKey={({ key }, row) => {
          if (row?.kind !== 'span' || row.children === 0 || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false;
          onToggle(row.span.id, key === 'ArrowRight');
          return true;
        }}
      />
    </div>
  );
}

function classOf(row: Row): string {
  if (row.kind === 'log') return `is-log level-${row.log.level}`;
  if (row.kind === 'fold') return colourOf(row.spans[0]!.service);
  return `${colourOf(row.span.service)}${row.span.failure === '' ? '' : ' is-bad'}`;
}

const indent = (depth: number): { paddingLeft: string } => ({
  paddingLeft: `${4 + 14 * Math.min(depth, MAX_INDENT)}px`,
});

interface RowProps<K extends Row['kind']> {
  row: Extract<Row, { kind: K }>;
  percent(ms: number): number;
}

function SpanRow({
  row: { span, children, open, depth },
  percent,
  onToggle,
  path,
}: RowProps<'span'> & {
  onToggle: WaterfallProps['onToggle'];
  path: readonly (readonly [number, number])[];
}): JSX.Element {
  const [left, width] = [percent(span.at), percent(span.at + span.durationMs) - percent(span.at)];
  // The time is written beside the bar, on the side that has space; else in it.
  const place =
    left + width < 68
      ? { left: `${left + width}%` }
      : left > 32
        ? { right: `${100 - left}%` }
        : { right: `${100 - left - width}%` };
  const inside = left + width >= 68 && left <= 32;
  return (
    <>
      <span class="span-name" style={indent(depth)}>
        <span
          class="twist"
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            if (children > 0) onToggle(span.id, !open);
          }}
        >
          {children === 0 ? '' : open ? '▾' : '▸'}
        </span>
        {span.failure !== '' && (
          <b class="bad" aria-hidden="true">
            ✖{' '}
          </b>
        )}
        <b>
          <bdi>{span.name}</bdi>
        </b>{' '}
        <span class="hint">
          <bdi>{span.facts.join(' ')}</bdi>
        </span>
      </span>
      <span class="sr">
        {span.kind} of {span.service}
        {span.failure !== '' && `, ${span.failure}`}
        {children > 0 && !open && ', closed'}{' '}
      </span>
      <span class="lane">
        <i class="span-bar" style={{ left: `${left}%`, width: `max(2px, ${width}%)` }} />
        {path.map(([from, to], at) => (
          <i
            key={`path ${at}`}
            class="critical"
            style={{ left: `${percent(from)}%`, width: `max(1px, ${percent(to) - percent(from)}%)` }}
          />
        ))}
        {span.events.slice(0, 20).map((event, at) => (
          <i key={at} class="tick" style={{ left: `${percent(event.at)}%` }} />
        ))}
        <span class={inside ? 'span-time is-inside' : 'span-time'} style={place}>
          {duration(span.durationMs)}
          {children > 0 && span.selfMs < span.durationMs && <span class="self"> ({duration(span.selfMs)} own)</span>}
        </span>
      </span>
    </>
  );
}

function FoldRow({ row: { spans, depth }, percent, isOpen }: RowProps<'fold'> & { isOpen: boolean }): JSX.Element {
  const total = spans.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const end = spans.reduce((last, { at, durationMs }) => Math.max(last, at + durationMs), 0);
  const left = percent(spans[0]!.at);
  return (
    <>
      <span class="span-name" style={indent(depth)}>
        <span class="twist" aria-hidden="true">
          {isOpen ? '▾' : '▸'}
        </span>
        <b>
          {spans.length} × <bdi>{spans[0]!.name}</bdi>
        </b>{' '}
        <span class="hint">{duration(total)} together</span>
      </span>
      <span class="sr">{isOpen ? 'open' : 'closed'}</span>
      <span class="lane">
        <i class="span-bar is-fold" style={{ left: `${left}%`, width: `max(2px, ${percent(end) - left}%)` }} />
      </span>
    </>
  );
}

function LogRow({ row: { log, at, depth }, percent }: RowProps<'log'>): JSX.Element {
  return (
    <>
      <span class="span-name" style={indent(depth)}>
        <span class="twist" aria-hidden="true" />
        <span class="level">{log.level}</span> <bdi>{log.body.slice(0, 500)}</bdi>{' '}
        <span class="hint">{gistOf(log.attributes)}</span>
      </span>
      <span class="lane" aria-hidden="true">
        <i class="tick is-log" style={{ left: `${percent(at)}%` }} />
      </span>
    </>
  );
}
