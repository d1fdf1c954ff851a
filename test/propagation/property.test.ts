import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEADLINE_MS, explain, needsService, onEachRuntime, runApp, type App, type RunResult } from '../support';

/** How many lines and spans are looked at; `npm test -- --property=100000` sets it. */
const WANTED = Number(process.env.PROPERTY_LINES ?? 1_000);
/** What one request says at least: lines and spans, half of each. */
const SAYS = 6;
const AT_ONCE = 20;
/** For one answer: the first ones wait until everything is loaded and connected. */
const PATIENCE_MS = 4 * DEADLINE_MS;

const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Asks for one way; gives what the app found wrong by itself. */
function ask({ port }: App, way: string, id: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      port,
      path: `/${encodeURIComponent(way)}`,
      headers: { 'x-request-id': id },
      timeout: PATIENCE_MS,
    };
    http
      .get(options, (response) => {
        let body = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => {
            body += part;
          })
          .on('end', () => resolve(JSON.parse(body) as string[]));
      })
      .on('timeout', () => reject(new Error(`${way} does not answer`)))
      .on('error', reject);
  });
}

/** Many batches of concurrent requests, through ways in any order; fast-check shrinks a batch that goes wrong. */
async function askAll(app: App): Promise<number> {
  const ways = (await ask(app, '', 'ways')) as string[];
  let asked = 0;
  const batch = fc.array(fc.constantFrom(...ways), { minLength: AT_ONCE, maxLength: AT_ONCE * 4 });
  const runs = Math.max(1, Math.ceil(WANTED / SAYS / (AT_ONCE * 2.5)));
  await Promise.all(ways.map(async (way) => assert.deepEqual(await ask(app, way, `rq-${randomUUID()}`), [], way)));
  await fc.assert(
    fc.asyncProperty(batch, async (names) => {
      asked += names.length;
      const wrong = await Promise.all(names.map((way) => ask(app, way, `rq-${randomUUID()}`)));
      assert.deepEqual(wrong.flat(), []);
    }),
    { numRuns: runs, endOnFailure: true },
  );
  return asked;
}

const ID = /rq-[0-9a-f-]{36}/;

/** What bears another ID than the one it names: in its message, its attributes or its path. */
function wrongOnes({ out }: RunResult, spans: readonly Span[]): { seen: number; wrong: unknown[] } {
  const traces = new Map(
    out.filter(({ message }) => message === 'request started').map((line) => [line.request_id, line.trace_id]),
  );
  const said = out.filter(({ message }) => /^(said|maybe) /.test(message));
  const isWrong = (isStrict: boolean, have: unknown, want: unknown): boolean =>
    have !== want && (isStrict || have !== undefined);
  const wrongLines = said.filter(({ message, request_id: id, trace_id: trace }) => {
    const [kind, want] = message.split(' ');
    return isWrong(kind === 'said', id, want) || isWrong(kind === 'said', trace, traces.get(want));
  });
  const named = spans.flatMap((span) => {
    const id = ID.exec(JSON.stringify(span.attributes))?.[0];
    return id === undefined || span.name === 'probe maybe' ? [] : [{ id, span }];
  });
  const wrongSpans = named.filter(({ id, span }) => traces.get(id) !== span.traceId);
  return { seen: said.length + named.length, wrong: [...wrongLines, ...wrongSpans] };
}

interface Span {
  name: string;
  traceId: string;
  attributes: unknown;
}
interface Printed {
  resourceSpans?: { scopeSpans: { spans: Span[] }[] }[];
}

const spansOf = ({ out }: RunResult): Span[] =>
  (out as unknown as Printed[]).flatMap(({ resourceSpans = [] }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );

onEachRuntime(
  ({ binary }) => {
    for (const enabled of [true, false]) {
      test(
        `every line${enabled ? ' and span' : ', without an SDK,'} has the ID of its own request, through ` +
          `every client and queue`,
        async (t) => {
          for (const name of ['postgres', 'mariadb', 'redis', 'rabbitmq', 'nats', 'mqtt'] as const)
            if (!(await needsService(t, name))) return;
          let asked = 0;
          const result = await runApp({
            fixture: 'propagation/ways/server.cjs',
            node: binary,
            collector: false,
            ready: /listening (\d+)/,
            deadlineMs: 2 * PATIENCE_MS + WANTED * 20,
            env: {
              OTEL_ENABLED: String(enabled),
              OTEL_TRACES_EXPORTER: 'console',
              OTEL_METRICS_EXPORTER: 'none',
              OTEL_LOGS_EXPORTER: 'none',
              LOG_FORMAT: 'json',
            },
            requests: async (app) => {
              asked = await askAll(app);
            },
          });
          explain(result, () => {
            const { seen, wrong } = wrongOnes(result, spansOf(result));
            t.diagnostic(`${asked} requests, ${seen} lines and spans, ${wrong.length} wrong`);
            assert.deepEqual(wrong.slice(0, 5), []);
            assert.ok(seen >= asked * 2, `${seen} seen of ${asked} requests`);
          });
        },
      );
    }
  },
  { every: true },
);
