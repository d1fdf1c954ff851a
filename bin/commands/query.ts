// firstlight query: searches a running collector, or saved sessions.
import type { Ask, WireList, WireLog, WireStatistic, WireStatistics, WireTrace } from '../../collector';
import { askFiles, askPort, NoCollector } from '../asking';
import { parseOptions, type OptionTable } from '../command-line/options';
import { UsageError } from '../command-line/usage-error';
import type { Ending } from '../process-end';
import { PORT_TAKEN_EXIT_CODE } from '../receiving';
import { writeLine, writeText } from '../terminal/output';
import { logText, statisticsText, traceText } from '../terminal/found';

export const options = {
  json: { kind: 'flag', help: 'print a line of JSON for each trace or log line' },
  logs: { kind: 'flag', help: 'find log lines instead of traces' },
  statistics: { kind: 'flag', help: 'print statistics by route and by outgoing call of the spans that are found' },
  slowest: { kind: 'flag', help: 'the slowest traces first, instead of the newest' },
  last: { kind: 'duration', help: 'only what is no older, such as 30s, 5m or 1h' },
  limit: { kind: 'count', help: 'at most so many, up to 1000 (default 50)' },
  'http-port': { kind: 'port', help: 'port of the collector for OTLP/HTTP (default 4318)' },
} as const satisfies OptionTable;

/** As grep: something was found, or nothing was. */
const NOTHING_EXIT_CODE = 1;
const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Runs `firstlight query`. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest } = parseOptions(args, options);
  const [text = '', ...files] = rest;
  if (values.logs && values.statistics) throw new UsageError('query: expected --logs or --statistics, received both');
  const ask = files.length > 0 ? await askFiles(files) : askPort(values['http-port']);
  if (typeof ask === 'number') return { code: ask };
  const limit = values.limit ?? 50;
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(values.last ?? '') ?? [];
  const query = {
    q: text,
    limit,
    last: amount === undefined ? undefined : Math.max(1, Math.round(Number(amount) * SECONDS[unit!]!)),
  };
  try {
    const lines = values.statistics
      ? await statistics(ask, query, values.json ?? false)
      : values.logs
        ? await logs(ask, query, values.json ?? false)
        : await traces(ask, { ...query, sort: values.slowest ? 'slowest' : 'newest' }, values.json ?? false);
    if (lines.length > 0) writeText(1, `${lines.join('\n')}\n`);
    return { code: lines.length > 0 ? 0 : NOTHING_EXIT_CODE };
  } catch (error) {
    if (error instanceof NoCollector) {
      writeLine(`query: ${error.message}`);
      return { code: PORT_TAKEN_EXIT_CODE };
    }
    throw new UsageError(`query: ${(error as Error).message}`);
  }
}

type Query = Parameters<Ask>[1] & object;

async function traces(ask: Ask, query: Query, json: boolean): Promise<string[]> {
  const { items, total } = (await ask('/api/traces', query)) as WireList<WireTrace>;
  const lines = items.map((trace) => (json ? JSON.stringify(trace) : traceText(trace)));
  return json || total <= items.length ? lines : [...lines, `… ${items.length} of ${total} traces`];
}

async function logs(ask: Ask, query: Query, json: boolean): Promise<string[]> {
  // The newest, in the order of their time.
  const found = (await ask('/api/logs', { ...query, first: -Number(query.limit) })) as WireList<WireLog>;
  return found.items.map((line) => (json ? JSON.stringify(line) : logText(line)));
}

async function statistics(ask: Ask, query: Query, json: boolean): Promise<string[]> {
  const { routes, calls } = (await ask('/api/statistics', query)) as WireStatistics;
  const limit = Number(query.limit);
  const rows = (kind: 'route' | 'call', list: readonly WireStatistic[]): string[] =>
    list.slice(0, limit).map((row) => JSON.stringify({ kind, ...row }));
  if (json) return [...rows('route', routes), ...rows('call', calls)];
  return [
    ...statisticsText('Requests by route', routes.slice(0, limit)),
    ...statisticsText('Outgoing calls', calls.slice(0, limit)),
  ];
}
