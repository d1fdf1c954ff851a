// A trace as an indented text.
import type { WireDetail, WireLog, WireSpan } from '../viewer/wire';

/** Of a value so many characters. */
const MAX_VALUE = 400;
/** Spans of a tree at most; errors are named above it. */
const MAX_SPANS = 400;

/** The tree of a trace: a line a span, below it its attributes, events and log lines. */
export function treeOf({ trace, spans, logs, complete }: WireDetail, withAttributes: boolean): string {
  const lines = new Map<string, WireLog[]>();
  for (const log of logs) lines.set(log.spanId ?? '', [...(lines.get(log.spanId ?? '') ?? []), log]);
  const known = new Set(spans.map(({ id }) => id));
  const strays = logs.filter(({ spanId }) => spanId === undefined || !known.has(spanId));
  const failed = spans.filter(({ failure }) => failure !== '');
  return [
    `trace ${trace.id}: ${trace.name}, ${ms(trace.durationMs)}, ${trace.spans} spans, ${trace.errors} errors, ` +
      `started ${new Date(trace.startMs).toISOString()}${complete ? '' : ', incomplete: a parent has not arrived'}`,
    ...failed.slice(0, 10).map((span) => `failed: ${span.service} ${span.name}: ${span.failure}`),
    '',
    ...spans
      .slice(0, MAX_SPANS)
      .flatMap((span) => spanLines(span, lines.get(span.id) ?? [], trace.startMs, withAttributes)),
    ...(spans.length > MAX_SPANS ? [`… ${spans.length - MAX_SPANS} spans more`] : []),
    ...strays.slice(0, 100).map((log) => logText(log, trace.startMs)),
  ].join('\n');
}

function spanLines(span: WireSpan, logs: readonly WireLog[], startMs: number, withAttributes: boolean): string[] {
  const indent = '  '.repeat(Math.min(span.depth, 30));
  const values = (of: Record<string, unknown>): string[] =>
    Object.entries(of).map(([name, value]) => `${indent}    ${name}=${short(value)}`);
  const own = span.selfMs < span.durationMs ? ` (${ms(span.selfMs)} own)` : '';
  const failure = span.failure === '' ? '' : ` ERROR ${span.failure}`;
  return [
    `${indent}- ${span.name} [${span.kind} ${span.service} ${span.id}] +${ms(span.at)} ${ms(span.durationMs)}` +
      own +
      failure,
    ...(withAttributes ? values(span.attributes) : []),
    ...span.events.flatMap((event) => [
      `${indent}    event ${event.name} +${ms(event.at)}`,
      ...values(event.attributes),
    ]),
    ...logs.slice(0, 50).map((log) => `${indent}    ${logText(log, startMs)}`),
  ];
}

const logText = ({ timeMs, level, body }: WireLog, startMs: number): string =>
  `log +${ms(timeMs - startMs)} ${level}: ${short(body)}`;
const ms = (value: number): string => `${Number(value.toFixed(2))}ms`;

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}… (${text.length} characters)`;
}
