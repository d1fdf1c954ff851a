// Calls of generative AI: what was asked and answered, with which model, for how many tokens.
// https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
import { plain } from '../decode/plain';
import type { LogEntry, SpanRecord } from '../decode/records';
import type { LogDocument } from '../search/logs';
import { failureOf } from '../store/facts';
import { serviceOf } from '../traces/tree';
import type { WireAi, WireAiCall, WireAiMessage } from './wire';

/** Calls of one answer at most: the newest. */
const MAX_CALLS = 200;

/** What a million tokens cost, by the name of the model or how it begins. */
export type Prices = Readonly<Record<string, { readonly input: number; readonly output: number }>>;

/** Whether a span is one of generative AI. */
export const isAi = ({ attributes }: SpanRecord): boolean =>
  attributes['gen_ai.operation.name'] !== undefined || attributes['gen_ai.request.model'] !== undefined;

/** The calls among these spans, the newest first. `linesOf` has the log lines of a trace, in which content may be. */
export function aiOf(
  spans: readonly SpanRecord[],
  linesOf: (traceId: string) => readonly Pick<LogDocument, 'record'>[],
  prices: Prices = {},
): WireAi {
  const found = spans.filter(isAi).sort((a, b) => (a.startNs < b.startNs ? 1 : -1));
  return {
    total: found.length,
    calls: found.slice(0, MAX_CALLS).map((span) =>
      callOf(
        span,
        linesOf(span.traceId)
          .map(({ record }) => record)
          .filter(({ spanId }) => spanId === span.spanId),
        prices,
      ),
    ),
  };
}

function callOf(span: SpanRecord, lines: readonly LogEntry[], prices: Prices): WireAiCall {
  const { attributes } = span;
  const text = (...names: string[]): string | undefined =>
    names.flatMap((name) =>
      typeof attributes[name] === 'string' && attributes[name] !== '' ? [attributes[name]] : [],
    )[0];
  const number = (...names: string[]): number | undefined =>
    names.flatMap((name) => (typeof attributes[name] === 'number' ? [attributes[name]] : []))[0];
  const model = text('gen_ai.response.model', 'gen_ai.request.model');
  const inputTokens = number('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens');
  const outputTokens = number('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens');
  const firstToken = number('gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token');
  const cost = costOf(model, inputTokens, outputTokens, prices);
  return {
    trace: span.traceId,
    span: span.spanId,
    startMs: Number(span.startNs / 1000n) / 1000,
    durationMs: span.durationMs,
    service: serviceOf(span),
    operation: text('gen_ai.operation.name') ?? span.name,
    failure: failureOf(span),
    ...defined({
      provider: text('gen_ai.provider.name', 'gen_ai.system'),
      model,
      tool: text('gen_ai.tool.name'),
      agent: text('gen_ai.agent.name'),
      inputTokens,
      outputTokens,
      firstTokenMs: firstToken === undefined ? firstEventMs(span) : firstToken * 1000,
      cost,
    }),
    messages: [
      ...messagesOf(attributes),
      ...messagesOf(...lines.map((line) => line.attributes)),
      ...lines.flatMap(eventMessage),
    ],
    documents: documentsOf(attributes),
  };
}

/** The event with which a stream begins, if an instrumentation has one. */
function firstEventMs({ events, startNs }: SpanRecord): number | undefined {
  const first = events.find(({ name }) => /first[._ ]?(token|chunk)/i.test(name));
  return first && Number(first.timeNs - startNs) / 1e6;
}

function costOf(model = '', input = 0, output = 0, prices: Prices): number | undefined {
  const name = Object.keys(prices)
    .filter((each) => model.startsWith(each))
    .sort((a, b) => b.length - a.length)[0];
  if (name === undefined) return undefined;
  return (input * prices[name]!.input + output * prices[name]!.output) / 1e6;
}

const defined = <T extends object>(values: T): { [Name in keyof T]: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

type Loose = Record<string, unknown>;
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** Attributes hold messages as JSON, or as what it stands for. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return plain(value);
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function messagesOf(...all: readonly Loose[]): WireAiMessage[] {
  return all.flatMap((attributes) =>
    ['gen_ai.system_instructions', 'gen_ai.input.messages', 'gen_ai.output.messages'].flatMap((name) => {
      const value = parsed(attributes[name]);
      if (value === undefined || value === null) return [];
      const list = Array.isArray(value) ? value : [value];
      const preset = name === 'gen_ai.system_instructions' ? 'system' : name.includes('output') ? 'assistant' : 'user';
      // Instructions are parts, not messages.
      return preset === 'system' ? [messageOf({ parts: list }, preset)] : list.map((each) => messageOf(each, preset));
    }),
  );
}

/** The older form: an event a message. */
function eventMessage({ eventName, body, attributes }: LogEntry): WireAiMessage[] {
  const name = eventName ?? attributes['event.name'];
  const [, role] = /^gen_ai\.(system|user|assistant|tool|choice)(?:\.message)?$/.exec(String(name)) ?? [];
  if (role === undefined || !isLoose(body)) return [];
  return [messageOf(isLoose(body.message) ? body.message : body, role === 'choice' ? 'assistant' : role)];
}

function messageOf(value: unknown, preset: string): WireAiMessage {
  if (!isLoose(value)) return { role: preset, text: String(value as string), tools: [] };
  const parts = [value.parts, value.content].find(Array.isArray) as unknown[] | undefined;
  const tools = [...(parts ?? []), ...(Array.isArray(value.tool_calls) ? (value.tool_calls as unknown[]) : [])]
    .filter(isLoose)
    .flatMap((part) => {
      const call = isLoose(part.function) ? part.function : part;
      return typeof call.name === 'string'
        ? [
            {
              name: call.name,
              arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments ?? {}),
            },
          ]
        : [];
    });
  const texts = parts?.map(partText) ?? [typeof value.content === 'string' ? value.content : ''];
  return { role: typeof value.role === 'string' ? value.role : preset, text: texts.filter(Boolean).join('\n'), tools };
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isLoose(part)) return '';
  const text = part.content ?? part.text ?? part.response ?? part.result;
  return typeof text === 'string' ? text : text === undefined ? '' : JSON.stringify(text);
}

function documentsOf(attributes: Loose): WireAiCall['documents'] {
  const value = parsed(attributes['gen_ai.retrieval.documents']);
  const list = Array.isArray(value) ? value : [];
  return list.slice(0, 50).map((each) => {
    const document: Loose = isLoose(each) ? each : { content: each };
    return {
      ...defined({ id: document.id === undefined ? undefined : String(document.id as string) }),
      ...defined({ score: typeof document.score === 'number' ? document.score : undefined }),
      text: partText(document),
    };
  });
}
