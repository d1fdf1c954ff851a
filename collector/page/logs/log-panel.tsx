// Everything about one log line.
import type { JSX } from 'preact';
import { fragmentOf } from '../address';
import { AttributeTable } from '../parts/attributes';
import { colourOf } from '../colours';
import { clock, dateOf } from '../format';
import { copy } from '../notice';
import { Panel } from '../parts/panel';
import { appFirst } from '../parts/stack';
import type { WireLog } from '../../viewer/wire';

export function LogPanel({ log, onClose }: { log: WireLog; onClose(): void }): JSX.Element {
  return (
    <Panel
      title="Log line"
      onClose={onClose}
      actions={
        <button type="button" onClick={() => copy(log.body, 'text')}>
          Copy text
        </button>
      }
    >
      <p class={`facts level-${log.level}`}>
        <span class="level">{log.level}</span> · {dateOf(log.timeMs)} {clock(log.timeMs)} ·{' '}
        <span class={colourOf(log.service)}>
          <i class="dot" aria-hidden="true" />
          <bdi>{log.service}</bdi>
        </span>
        {log.traceId !== undefined && (
          <>
            {' '}
            · <a href={fragmentOf('traces', log.traceId, { span: log.spanId })}>its trace</a>
          </>
        )}
      </p>
      <pre class="body">
        <bdi>{appFirst(log.body)}</bdi>
      </pre>
      <AttributeTable attributes={log.attributes} label="Attributes" />
    </Panel>
  );
}
