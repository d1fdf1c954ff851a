// What a coding agent can ask. Answers are text: JSON, or a tree; without secrets, and of bounded length.
import type { Ask } from '../search/questions';
import type { WireDetail, WireList, WireLog, WireService, WireStatistics, WireTrace } from '../viewer/wire';
import { bounded, withoutSecrets } from './answers';
import { treeOf } from './tree';
import { waitForTrace } from './waiting';

type Arguments = Readonly<Record<string, unknown>>;

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { type: 'object'; properties: Record<string, object>; required?: string[] };
  run(ask: Ask, args: Arguments, signal: AbortSignal): Promise<string>;
}

const QUERY = {
  type: 'string',
  description:
    'Parts with spaces between them, all of which have to hold: words (names, messages, values, exceptions, SQL), or ' +
    'conditions with = != > >= < <= such as service=web status=error status>=500 duration>250ms level>=warn ' +
    'http.route=/orders/* request=<ID> name="GET /x". * in a value stands for anything.',
};
const LAST = { type: 'number', description: 'Only the last so many seconds' };
const limit = (preset: number, most: number): object => ({
  type: 'number',
  description: `At most so many; default ${preset}, at most ${most}`,
});

const text = (args: Arguments, name: string): string => (typeof args[name] === 'string' ? args[name] : '');
function number(args: Arguments, name: string, least: number, most: number): number | undefined {
  const value = args[name];
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.round(Math.min(most, Math.max(least, value)))
    : undefined;
}
const lastOf = (args: Arguments): number | undefined => number(args, 'last_seconds', 1, 1e7);
const json = (value: unknown): string => bounded(JSON.stringify(withoutSecrets(value), null, 1));

const traceRow = ({
  id,
  name,
  services,
  startMs,
  durationMs,
  spans,
  errors,
  failedLines,
  status,
  path,
}: WireTrace): object => ({
  trace_id: id,
  name,
  path,
  status,
  start: new Date(startMs).toISOString(),
  duration_ms: durationMs,
  spans,
  errors,
  error_lines: failedLines,
  services,
});
const logRow = ({ timeMs, level, body, service, traceId, spanId, attributes }: WireLog): object => ({
  time: new Date(timeMs).toISOString(),
  level,
  service,
  message: body.slice(0, 2000),
  trace_id: traceId,
  span_id: spanId,
  attributes,
});

async function traces(ask: Ask, query: Parameters<Ask>[1]): Promise<object> {
  const { total, items } = (await ask('/api/traces', query)) as WireList<WireTrace>;
  return { found: total, traces: items.map(traceRow) };
}
async function lines(ask: Ask, query: Parameters<Ask>[1] & object): Promise<object> {
  const { total, items } = (await ask('/api/logs', { first: -Number(query.limit), ...query })) as WireList<WireLog>;
  return { found: total, newest: items.map(logRow) };
}

export const TOOLS: readonly Tool[] = [
  {
    name: 'list_services',
    description: 'The services that sent telemetry, with counts of their spans, errors and log lines.',
    inputSchema: { type: 'object', properties: {} },
    run: async (ask) => json((await ask('/api/services')) as WireService[]),
  },
  {
    name: 'search_traces',
    description: 'Traces in which a span or a log line satisfies a query, the newest or the slowest first.',
    inputSchema: {
      type: 'object',
      properties: {
        query: QUERY,
        last_seconds: LAST,
        sort: { type: 'string', enum: ['newest', 'errors', 'slowest'] },
        limit: limit(20, 100),
      },
    },
    run: async (ask, args) =>
      json(
        await traces(ask, {
          q: text(args, 'query'),
          last: lastOf(args),
          sort: text(args, 'sort') || 'newest',
          limit: number(args, 'limit', 1, 100) ?? 20,
        }),
      ),
  },
  {
    name: 'search_logs',
    description: 'The newest log lines that satisfy a query, in the order of their time.',
    inputSchema: { type: 'object', properties: { query: QUERY, last_seconds: LAST, limit: limit(50, 200) } },
    run: async (ask, args) =>
      json(
        await lines(ask, {
          q: text(args, 'query'),
          last: lastOf(args),
          limit: number(args, 'limit', 1, 200) ?? 50,
        }),
      ),
  },
  {
    name: 'get_trace',
    description: 'One trace as a tree of its spans, with its log lines, errors and the attributes of each span.',
    inputSchema: {
      type: 'object',
      properties: {
        trace_id: { type: 'string', description: '32 hex digits' },
        attributes: { type: 'boolean', description: 'Whether attributes are shown; default true' },
      },
      required: ['trace_id'],
    },
    async run(ask, args) {
      const id = text(args, 'trace_id').toLowerCase();
      if (!/^[0-9a-f]{32}$/.test(id)) throw new Error('trace_id: expected 32 hex digits');
      const detail = (await ask(`/api/traces/${id}`)) as WireDetail | undefined;
      if (!detail) throw new Error(`trace ${id} is not in the store (any more)`);
      return bounded(treeOf(withoutSecrets(detail) as WireDetail, args.attributes !== false));
    },
  },
  {
    name: 'get_errors',
    description: 'What failed since a moment: traces with errors, and log lines of level error and above.',
    inputSchema: {
      type: 'object',
      properties: {
        since: { type: 'string', description: 'ISO 8601; default: the last five minutes' },
        limit: limit(20, 100),
      },
    },
    async run(ask, args) {
      const since = text(args, 'since');
      const from = since === '' ? Date.now() - 300_000 : Date.parse(since);
      if (Number.isNaN(from))
        throw new Error(`since: expected a moment such as 2026-01-31T12:00:00Z, received "${since}"`);
      const common = { from: Math.floor(from), limit: number(args, 'limit', 1, 100) ?? 20 };
      return json({
        ...(await traces(ask, { ...common, q: 'status=error' })),
        lines: await lines(ask, { ...common, q: 'level>=error' }),
      });
    },
  },
  {
    name: 'route_statistics',
    description: 'Count, rate, error rate, p50, p95 and p99 by route and by outgoing call; `query` narrows the spans.',
    inputSchema: { type: 'object', properties: { query: QUERY, last_seconds: LAST } },
    async run(ask, args) {
      const { routes, calls } = (await ask('/api/statistics', {
        q: text(args, 'query'),
        last: lastOf(args),
      })) as WireStatistics;
      return json({ routes: routes.slice(0, 60), calls: calls.slice(0, 60) });
    },
  },
  {
    name: 'wait_for_request',
    description:
      'Waits for the next trace that satisfies a query and returns it as a tree. Call it, then send the request ' +
      '(or ask the user to).',
    inputSchema: {
      type: 'object',
      properties: {
        query: QUERY,
        timeout_seconds: { type: 'number', description: 'Default 30, at most 300' },
      },
    },
    async run(ask, args, signal) {
      const seconds = number(args, 'timeout_seconds', 1, 300) ?? 30;
      const detail = await waitForTrace(ask, text(args, 'query'), seconds * 1000, signal);
      if (!detail) return `No such trace came within ${seconds} seconds.`;
      return bounded(treeOf(withoutSecrets(detail) as WireDetail, true));
    },
  },
];
