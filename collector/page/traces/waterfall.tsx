// The spans of a trace in time, with its log lines between them.
import type { JSX } from 'preact';
import { colourOf } from '../colours';
import { duration, gistOf } from '../format';
import type { Row } from './rows';
import { VirtualList } from '../parts/virtual-list';

interface WaterfallProps {
  rows: readonly Row[];
  durationMs: number;
  chosen: string | undefined;
  onChoose(key: string): void;
  onToggle(spanId: string, open: boolean): void;
}

/** Deeper spans are not indented further: of their names nothing would be left to see. */
const MAX_INDENT = 16;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

export function Waterfall({ rows, durationMs, chosen, onChoose, onToggle }: WaterfallProps): JSX.Element {
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
        items={rows}
        rowHeight={26}
        keyOf={({ key }) => key}
        active={chosen}
        onActive={({ key }) => onChoose(key)}
        rowClass={(row) =>
          row.kind === 'span'
            ? `${colourOf(row.span.service)}${row.span.failure === '' ? '' : ' is-bad'}`
            : `is-log level-${row.log.level}`
        }
        row={(row) =>
          row.kind === 'span' ? (
            <SpanRow row={row} percent={percent} onToggle={onToggle} />
          ) : (
            <LogRow row={row} percent={percent} />
          )
        }
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
}: RowProps<'span'> & { onToggle: WaterfallProps['onToggle'] }): JSX.Element {
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
        <b>{span.name}</b> <span class="hint">{span.facts.join(' ')}</span>
      </span>
      <span class="sr">
        {span.kind} of {span.service}
        {span.failure !== '' && `, ${span.failure}`}
        {children > 0 && !open && ', closed'}{' '}
      </span>
      <span class="lane">
        <i class="span-bar" style={{ left: `${left}%`, width: `max(2px, ${width}%)` }} />
        {span.events.slice(0, 20).map((event, at) => (
          <i key={at} class="tick" style={{ left: `${percent(event.at)}%` }} />
        ))}
        <span class={inside ? 'span-time is-inside' : 'span-time'} style={place}>
          {duration(span.durationMs)}
        </span>
      </span>
    </>
  );
}

function LogRow({ row: { log, at, depth }, percent }: RowProps<'log'>): JSX.Element {
  return (
    <>
      <span class="span-name" style={indent(depth)}>
        <span class="twist" aria-hidden="true" />
        <span class="level">{log.level}</span> {log.body.slice(0, 500)}{' '}
        <span class="hint">{gistOf(log.attributes)}</span>
      </span>
      <span class="lane" aria-hidden="true">
        <i class="tick is-log" style={{ left: `${percent(at)}%` }} />
      </span>
    </>
  );
}
