// Everything about one span.
import type { JSX } from 'preact';
import { along, fragmentOf, type Address } from '../address';
import { AttributeTable } from '../parts/attributes';
import { colourOf } from '../colours';
import { duration } from '../format';
import { quoted } from '../../search/language';
import { copy } from '../notice';
import { Panel } from '../parts/panel';
import type { WireDetail, WireSpan } from '../../viewer/wire';

interface SpanPanelProps {
  detail: WireDetail;
  span: WireSpan;
  address: Address;
  onClose(): void;
}

export function SpanPanel({ detail, span, address, onClose }: SpanPanelProps): JSX.Element {
  const { curl } = span;
  const lines = detail.logs.filter(({ spanId }) => spanId === span.id);
  return (
    <Panel
      title={span.name}
      onClose={onClose}
      actions={
        <>
          {curl !== undefined && (
            <button type="button" onClick={() => copy(curl, 'curl command')}>
              Copy as curl
            </button>
          )}
          <a class="button" href={along(address, 'traces', undefined, { q: `name=${quoted(span.name)}` })}>
            Spans like this
          </a>
          <button type="button" onClick={() => copy(span.id, 'span ID')}>
            Copy span ID
          </button>
        </>
      }
    >
      <p class="facts">
        <span class={colourOf(span.service)}>
          <i class="dot" aria-hidden="true" />
          {span.service}
        </span>{' '}
        · {span.kind} · <b>{duration(span.durationMs)}</b> · {duration(span.selfMs)} of its own · starts at{' '}
        {duration(span.at)} · <code>{span.id}</code>
      </p>
      {span.failure !== '' && <p class="failure">✖ {span.failure}</p>}
      <AttributeTable attributes={span.attributes} label="Attributes" />
      {span.events.length > 0 && <h4>Events</h4>}
      {span.events.map((event, at) => (
        <div key={at} class="event">
          <p>
            <b>{event.name}</b> <span class="hint">at {duration(event.at)}</span>
          </p>
          <AttributeTable attributes={event.attributes} label={`Attributes of ${event.name}`} />
        </div>
      ))}
      {span.links.length > 0 && <h4>Links</h4>}
      {span.links.map((link, at) => (
        <div key={at} class="event">
          <p>
            <a href={fragmentOf('traces', link.traceId, { span: link.spanId })}>trace {link.traceId}</a>
          </p>
          <AttributeTable attributes={link.attributes} label="Attributes of the link" />
        </div>
      ))}
      {lines.length > 0 && <h4>Log lines</h4>}
      {lines.map((line) => (
        <p key={line.seq} class={`line level-${line.level}`}>
          <span class="hint">{duration(line.timeMs - detail.trace.startMs)}</span>{' '}
          <span class="level">{line.level}</span> {line.body}
        </p>
      ))}
      <details>
        <summary>Resource, and where it was made: {span.scope}</summary>
        <AttributeTable attributes={detail.resources[span.resource] ?? {}} label="Resource" />
      </details>
    </Panel>
  );
}
