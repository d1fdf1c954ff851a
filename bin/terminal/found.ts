// What a search found, as lines for a terminal.
import { formatDuration, printable, type WireLog, type WireStatistic, type WireTrace } from '../../collector';

/** One line a trace. */
export function traceText(trace: WireTrace): string {
  const errors = trace.errors > 0 ? ` · ✖ ${trace.errors} ${trace.errors === 1 ? 'error' : 'errors'}` : '';
  const path = trace.path !== undefined && !trace.name.includes(trace.path) ? ` ${trace.path}` : '';
  return printable(
    `${new Date(trace.startMs).toISOString()}  ${formatDuration(trace.durationMs).padStart(10)}  ` +
      `${String(trace.status ?? '').padEnd(3)}  ${trace.name}${path}  ${trace.services.join(', ')} · ` +
      `${trace.spans} ${trace.spans === 1 ? 'span' : 'spans'}${errors}  ${trace.id}`,
  );
}

/** One log line; further lines of its text are indented. */
export function logText({ timeMs, level, service, body, traceId }: WireLog): string {
  const [first = '', ...more] = body.split('\n');
  const head = `${new Date(timeMs).toISOString()}  ${level.padEnd(5)}  ${service}  ${first}`;
  return [`${head}${traceId === undefined ? '' : `  ${traceId}`}`, ...more.map((line) => `    ${line}`)]
    .map(printable)
    .join('\n');
}

/** A table with its title; nothing without rows. */
export function statisticsText(title: string, rows: readonly WireStatistic[]): string[] {
  if (rows.length === 0) return [];
  const cells = [
    ['', 'count', 'per s', 'errors', 'p50', 'p95', 'p99'],
    ...rows.map(({ name, service, count, perSecond, errorRate, p50Ms, p95Ms, p99Ms }) => [
      printable(`${name}  ${service}`),
      String(count),
      perSecond.toFixed(2),
      `${(100 * errorRate).toFixed(1)} %`,
      ...[p50Ms, p95Ms, p99Ms].map(formatDuration),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => [...row[column]!].length)));
  return [
    title,
    ...cells.map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    ),
    '',
  ];
}
