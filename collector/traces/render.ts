// A trace as a tree for a terminal.
import { failureOf, pathOf, spanFacts } from '../store/facts';
import { serviceOf, walk, type Trace } from './tree';

export interface RenderOptions {
  /** Default false. */
  colour?: boolean;
  /** Width of the terminal; names are cut so that durations stay in sight. Default 100. */
  columns?: number;
}

const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  cyan: [36, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  aqua: [96, 39],
  pink: [95, 39],
} as const;
type Paint = (style: keyof typeof STYLES, text: string) => string;

/**
 * Of services; red is for errors, yellow for warnings. The name decides, so that a service has its colour in every
 * trace and every run.
 */
const COLOURS = ['cyan', 'magenta', 'green', 'blue', 'aqua', 'pink'] as const;

const MAX_INDENT = 24;
/** Reasons of errors that are reported above a tree. */
const MAX_REASONS = 3;

interface Row {
  name: string;
  kind: string;
  service: string;
  duration: string;
  notes: string;
  failure: string;
}

/**
 * Renders a trace: one line of summary, why it failed, then one line a span with name, kind, service and duration. Ends
 * with a newline.
 */
export function renderTrace(trace: Trace, { colour = false, columns = 100 }: RenderOptions = {}): string {
  const paint: Paint = (style, text) =>
    colour && text !== '' ? `\u001b[${STYLES[style][0]}m${text}\u001b[${STYLES[style][1]}m` : text;
  const rows = rowsOf(trace);
  const width = (pick: (row: Row) => string): number =>
    rows.reduce((most, row) => Math.max(most, [...pick(row)].length), 0);
  const [kind, service, duration] = [
    width((row) => row.kind),
    width((row) => row.service),
    width((row) => row.duration),
  ];
  const name = Math.min(
    width((row) => row.name),
    Math.max(24, columns - kind - service - duration - 6),
  );

  const lines = rows.map((row) => {
    const shown = cut(row.name, name);
    const line = [
      paint(row.failure === '' ? colourOf(row.service) : 'red', pad(shown, name)),
      paint('dim', pad(row.kind, kind)),
      paint(colourOf(row.service), pad(row.service, service)),
      row.duration.padStart(duration),
      paint('dim', row.notes),
      row.failure === '' ? '' : paint('red', `✖ ${row.failure}`),
    ];
    return line
      .filter((part, index) => index < 4 || part !== '')
      .join('  ')
      .trimEnd();
  });
  return `${[summary(trace, paint), ...reasons(trace, paint), ...lines].join('\n')}\n`;
}

function summary(trace: Trace, paint: Paint): string {
  const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
  const facts = [`trace ${trace.traceId}`, formatDuration(trace.durationMs), count(trace.spanCount, 'span')];
  if (trace.services.length > 1) facts.push(count(trace.services.length, 'service'));
  if (trace.errorCount > 0) facts.push(paint('red', count(trace.errorCount, 'error')));
  if (trace.continued) facts.push(paint('yellow', 'continued'));
  else if (!trace.complete) facts.push(paint('yellow', 'incomplete: a parent has not arrived'));
  const path = pathOf(trace.roots[0]!.span);
  const name = path === '' ? trace.name : `${trace.name} ${path}`;
  return `${paint('bold', printable(name))} ${paint('dim', '·')} ${facts.join(paint('dim', ' · '))}`;
}

/**
 * Of a tree that does not fit on the screen the errors would be out of sight: they come first. The deepest is the
 * likeliest cause.
 */
function reasons(trace: Trace, paint: Paint): string[] {
  const failed = [...walk(trace.roots)]
    .filter(({ node: { span } }) => failureOf(span).includes(': '))
    .sort((a, b) => b.depth - a.depth);
  if (trace.spanCount < 2) return [];
  return failed
    .slice(0, MAX_REASONS)
    .map(({ node: { span } }) =>
      paint('red', printable(`✖ ${serviceOf(span)} ${span.name}: ${failureOf(span).replace(/^error: /, '')}`)),
    );
}

function colourOf(service: string): (typeof COLOURS)[number] {
  let hash = 0;
  for (let at = 0; at < service.length; at++) hash = (Math.imul(hash, 31) + service.charCodeAt(at)) >>> 0;
  return COLOURS[hash % COLOURS.length]!;
}

function rowsOf(trace: Trace): Row[] {
  const rows: Row[] = [];
  // The indentation below the node of each depth, down to a depth at which nothing of the name would be left to see.
  const indents = [''];
  for (const {
    node: { span },
    depth,
    last,
  } of walk(trace.roots)) {
    const shown = Math.min(depth, MAX_INDENT);
    const above = depth === 0 ? '' : indents[shown - 1]!;
    indents[shown] = depth === 0 ? '' : `${above}${last ? '   ' : '│  '}`;
    rows.push({
      name: `${above}${depth === 0 ? '' : last ? '└─ ' : '├─ '}${printable(span.name)}`,
      kind: span.kind.toLowerCase(),
      service: printable(serviceOf(span)),
      duration: formatDuration(span.durationMs),
      notes: printable(spanFacts(span).join(' ')),
      failure: printable(failureOf(span)),
    });
  }
  return rows;
}

/** Milliseconds with two decimals, from one second on seconds. */
export function formatDuration(ms: number): string {
  return Math.abs(ms) < 999.995 ? `${ms.toFixed(2)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** Names come from the network: no control character of theirs reaches the terminal, and none breaks the line. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ');
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length));
}
