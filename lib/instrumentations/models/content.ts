import type { Attributes } from '@opentelemetry/api';

/** Longer texts are cut: what is captured must not outgrow what it belongs to. In UTF-16 units. */
const MAX_TEXT = 16 * 1024;

/** A part of a message, as the conventions have it; parts that are no text have their type alone. */
interface Part {
  readonly type: string;
  readonly content?: string;
  readonly [key: string]: unknown;
}
interface Message {
  readonly role: string;
  readonly parts: Part[];
}

type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null;
const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
const textPart = (text: string): Part => ({ type: 'text', content: cut(text) });

/**
 * What a call asks and what the model answers, put together for `gen_ai.input.messages`, `gen_ai.system_instructions`
 * and `gen_ai.output.messages`:
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-spans.md
 * Only for apps that ask for it. Images and other files are named by their type and left out.
 */
export class Content {
  readonly #asked: Attributes = {};
  readonly #answers: Message[] = [];
  #streamed = '';

  /** @param params What the client is given: shapes of all providers are understood. */
  constructor(
    params: unknown,
    private readonly isStream: boolean,
  ) {
    if (!isObject(params)) return;
    const { messages, input, prompt, contents, config, query } = params;
    const asked = messagesOf(messages ?? input ?? contents ?? prompt ?? query);
    const system = params.system ?? params.instructions ?? (isObject(config) ? config.systemInstruction : undefined);
    if (asked.length > 0) this.#asked['gen_ai.input.messages'] = JSON.stringify(asked);
    const instructions = partsOf(system);
    if (instructions.length > 0) this.#asked['gen_ai.system_instructions'] = JSON.stringify(instructions);
  }

  /** Takes what a body says, or a chunk of a streamed one. */
  add(body: unknown): void {
    if (!this.isStream) return void this.#answers.push(...answersOf(body));
    if (this.#streamed.length < MAX_TEXT) this.#streamed += pieceOf(body) ?? this.#whole(body);
  }

  /** Some providers stream whole answers, each a piece. What a stream ends with repeats what its pieces were. */
  #whole(body: unknown): string {
    if (this.#streamed !== '' && isObject(body) && isObject(body.response)) return '';
    return answersOf(body)
      .flatMap(({ parts }) => parts)
      .map(({ content = '' }) => content)
      .join('');
  }

  get attributes(): Attributes {
    const answers = this.#streamed === '' ? this.#answers : [{ role: 'assistant', parts: [textPart(this.#streamed)] }];
    return answers.length > 0
      ? { ...this.#asked, 'gen_ai.output.messages': JSON.stringify(answers) }
      : { ...this.#asked };
  }
}

function messagesOf(given: unknown): Message[] {
  if (typeof given === 'string') return [{ role: 'user', parts: [textPart(given)] }];
  if (!Array.isArray(given)) return isObject(given) ? [messageOf(given, 'user')] : [];
  return given.map((each) => messageOf(each, 'user'));
}

function messageOf(given: unknown, usual: string): Message {
  if (!isObject(given) || Array.isArray(given)) return { role: usual, parts: partsOf(given) };
  const { role, content, parts, tool_calls: calls, toolCalls = calls, text } = given;
  const id = given.tool_call_id ?? given.toolCallId;
  const own = partsOf(content ?? parts ?? text);
  const answered =
    id === undefined ? own : own.map(({ content: response }) => ({ type: 'tool_call_response', id, response }));
  return { role: typeof role === 'string' ? role : usual, parts: [...answered, ...callsOf(toolCalls)] };
}

function callsOf(calls: unknown): Part[] {
  if (!Array.isArray(calls)) return [];
  return calls.filter(isObject).map((call) => {
    const { name, arguments: given } = (isObject(call.function) ? call.function : call) as Values;
    return { type: 'tool_call', id: call.id, name, arguments: typeof given === 'string' ? cut(given) : given };
  });
}

function partsOf(given: unknown): Part[] {
  if (typeof given === 'string') return given === '' ? [] : [textPart(given)];
  if (Array.isArray(given)) return given.flatMap(partsOf);
  if (!isObject(given)) return [];
  const { text, type, name, input, id, content, parts } = given;
  if (typeof text === 'string') return [textPart(text)];
  if (type === 'tool_use') return [{ type: 'tool_call', id, name, arguments: input }];
  if (content !== undefined || parts !== undefined) return partsOf(content ?? parts);
  return [{ type: typeof type === 'string' ? type : 'file' }];
}

/** The text of a chunk that says by its shape that it is one. */
function pieceOf(body: unknown): string | undefined {
  const it = isObject(body) && isObject(body.data) ? body.data : body;
  if (!isObject(it)) return undefined;
  const { delta, choices, type, textDelta } = it;
  if (type === 'response.output_text.delta' || type === 'text-delta') {
    const text = delta ?? textDelta;
    return typeof text === 'string' ? text : '';
  }
  if (isObject(delta)) return textIn(delta) ?? textIn(delta.message);
  const [choice] = Array.isArray(choices) ? (choices as unknown[]) : [];
  if (isObject(choice) && isObject(choice.delta)) return textIn(choice.delta) ?? '';
  return undefined;
}

function textIn(message: unknown): string | undefined {
  if (!isObject(message)) return undefined;
  const parts = partsOf(message.content ?? message.text).filter(({ type }) => type === 'text');
  return parts.length > 0 ? parts.map(({ content }) => content).join('') : undefined;
}

/** The messages of a whole answer, in the shapes of all providers. */
function answersOf(body: unknown): Message[] {
  const it = isObject(body) && isObject(body.data) && !Array.isArray(body.data) ? body.data : body;
  if (!isObject(it)) return [];
  const response = isObject(it.response) ? it.response : it;
  const lists = [response.choices, response.candidates].find(Array.isArray);
  const found: unknown[] = lists
    ? (lists as unknown[]).filter(isObject).map((choice) => choice.message ?? choice.content ?? choice)
    : Array.isArray(response.output)
      ? response.output
      : [response.message ?? response.content ?? response.response ?? response.text];
  return found.map((each) => messageOf(each, 'assistant')).filter(({ parts }) => parts.length > 0);
}
