// Calls of generative AI: model, tokens, time to the first token, and the conversation where it was captured.
import type { JSX } from 'preact';
import { changed, fragmentOf, questionOf, replace, type Address } from '../address';
import { colourOf } from '../colours';
import { count, duration, moment, number } from '../format';
import { Filters, focusSearch } from '../parts/filters';
import { TimeRange } from '../parts/time-range';
import { useKeys } from '../keys';
import { addressOf, usePolled } from '../polled';
import type { WireAi, WireAiCall, WireAiMessage } from '../../viewer/wire';

export function AiView({ address }: { address: Address }): JSX.Element {
  const ai = usePolled<WireAi>(addressOf('/api/ai', questionOf(address)));
  useKeys({ '/': focusSearch });
  const sum = (pick: (call: WireAiCall) => number | undefined): number =>
    (ai?.calls ?? []).reduce((total, call) => total + (pick(call) ?? 0), 0);
  return (
    <section class="ai" aria-label="AI" tabIndex={0}>
      <Filters
        name="AI"
        label="Search calls"
        placeholder="Words, or gen_ai.request.model=gpt* duration>2s"
        value={address.query.get('q') ?? ''}
        onValue={(q) => replace(changed(address, { q }))}
      >
        <TimeRange address={address} />
      </Filters>
      {ai === undefined ? (
        <p class="empty">Loading…</p>
      ) : ai.calls.length === 0 ? (
        <p class="empty">No call of generative AI. Spans with attributes of gen_ai show here.</p>
      ) : (
        <>
          <p class="sum" role="status">
            {ai.total > ai.calls.length ? `the newest ${ai.calls.length} of ` : ''}
            {count(ai.total, 'call')} ·{' '}
            {count(
              sum(({ inputTokens }) => inputTokens),
              'token',
            )}{' '}
            in ·{' '}
            {count(
              sum(({ outputTokens }) => outputTokens),
              'token',
            )}{' '}
            out
            {ai.calls.some(({ cost }) => cost !== undefined) && ` · cost ${number(sum(({ cost }) => cost))}`}
          </p>
          <ul class="ai-calls">
            {ai.calls.map((call) => (
              <li key={call.span}>
                <Call call={call} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Call({ call }: { call: WireAiCall }): JSX.Element {
  const name = call.tool ?? call.model ?? call.agent ?? call.provider ?? '';
  return (
    <article class="ai-call">
      <h2>
        <bdi>
          {call.operation} {name}
        </bdi>
      </h2>
      <p class="facts">
        <span class={colourOf(call.service)}>
          <i class="dot" aria-hidden="true" />
          <bdi>{call.service}</bdi>
        </span>
        <span>{moment(call.startMs)}</span> <b>{duration(call.durationMs)}</b>
        {call.firstTokenMs !== undefined && <span>first token after {duration(call.firstTokenMs)}</span>}
        {call.inputTokens !== undefined && <span>{count(call.inputTokens, 'token')} in</span>}
        {call.outputTokens !== undefined && <span>{count(call.outputTokens, 'token')} out</span>}
        {call.cost !== undefined && <span>cost {number(call.cost)}</span>}
        <a href={fragmentOf('traces', call.trace, { span: call.span })}>its trace</a>
      </p>
      {call.failure !== '' && <p class="failure">✖ {call.failure}</p>}
      {call.messages.map((message, at) => (
        <Message key={at} message={message} />
      ))}
      {call.documents.length > 0 && (
        <details>
          <summary>{count(call.documents.length, 'retrieved document')}</summary>
          {call.documents.map(({ id, score, text }, at) => (
            <p key={at} class="ai-text">
              {id !== undefined && <b>{id} </b>}
              {score !== undefined && <span class="hint">{number(score)} </span>}
              <bdi>{text}</bdi>
            </p>
          ))}
        </details>
      )}
    </article>
  );
}

/** Of a message so many characters at first. */
const SHORT = 700;

function Message({ message: { role, text, tools } }: { message: WireAiMessage }): JSX.Element {
  return (
    <div class={`ai-message is-${/^(system|user|assistant|tool)$/.test(role) ? role : 'other'}`}>
      <b>{role}</b>
      {text.length <= SHORT ? (
        <p class="ai-text">
          <bdi>{text}</bdi>
        </p>
      ) : (
        <details>
          <summary>
            <bdi>{text.slice(0, SHORT)}</bdi>… ({count(text.length, 'character')})
          </summary>
          <p class="ai-text">
            <bdi>{text.slice(SHORT)}</bdi>
          </p>
        </details>
      )}
      {tools.map((tool, at) => (
        <p key={at} class="ai-text">
          calls <code>{tool.name}</code> <bdi>{tool.arguments}</bdi>
        </p>
      ))}
    </div>
  );
}
