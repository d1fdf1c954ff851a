// Frameworks and GraphQL servers, each with its own router: what their requests show.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { explain, fixtures, listSpans, onEachRuntime, runApp, type RunResult } from '../support';

interface Request {
  method?: string;
  path: string;
  status: number | 'failed';
  route?: string;
  /** Class and message of the exception on the server span. */
  exception?: [type: string, message: string];
  /** Attributes of the server span. */
  attributes?: Record<string, unknown>;
  /** How many spans the trace has at most. */
  most?: number;
}

/** One framework; the file `test/fixtures/servers/NAME.case.cjs`. */
interface ServerCase {
  modules: string[];
  start: (...modules: any[]) => unknown;
  /** The oldest Node.js that it runs on. */
  oldest?: number;
  /** The newest. */
  newest?: number;
  requests: Request[];
}

const folder = join(fixtures, 'servers');
const names = readdirSync(folder).flatMap((file) => /^(.+)\.case\.cjs$/.exec(file)?.[1] ?? []);
const readCase = (name: string): ServerCase => require(join(folder, `${name}.case.cjs`)) as ServerCase;
const MODES: Record<string, Record<string, string>> = { tracing: {}, 'OTEL_ENABLED=false': { OTEL_ENABLED: 'false' } };

onEachRuntime(({ binary, major }) => {
  const chosen = names
    .map((name) => ({ name, ...readCase(name) }))
    .filter(({ oldest = 0, newest = Infinity }) => oldest <= major && major <= newest)
    .map(({ name }) => name);
  for (const [mode, env] of Object.entries(MODES))
    for (const format of ['cjs', 'mjs'])
      describe(`${mode}, ${format}`, () => {
        let result: RunResult;
        before(async () => {
          const options = { args: chosen, node: binary, env: { ...env, FIRSTLIGHT_REQUEST_LOG: 'end' } };
          result = await runApp({ fixture: `servers/load.${format}`, deadlineMs: 120_000, ...options });
        });
        test('the app ends', () => explain(result, ({ code }) => assert.equal(code, 0)));
        for (const name of chosen)
          test(name, () =>
            explain(result, () =>
              readCase(name).requests.forEach((request, index) =>
                check(`${name}-${index}`, request, result, mode === 'tracing'),
              ),
            ),
          );
      });
});

function check(id: string, request: Request, { out, spans }: RunResult, isTracing: boolean): void {
  const { path, method = 'GET', route, status } = request;
  const about = `${id}: ${method} ${path}`;
  const answer = out.find((line) => line.answer === id) as { status?: unknown; text?: unknown } | undefined;
  assert.equal(answer?.status, status, `${about}: ${String(answer?.text)}`);
  const lines = out.filter((line) => line.message === 'request completed' && line.request_id === id);
  assert.deepEqual(
    lines.map((line) => line.route),
    [route],
    `the line of ${about}`,
  );
  if (!isTracing) return;
  const servers = spans.filter(({ kind, attributes }) => kind === 'SERVER' && attributes['request.id'] === id);
  assert.equal(servers.length, 1, `server spans of ${about}`);
  const [{ name, traceId, attributes, events, status: outcome }] = servers as [(typeof servers)[0]];
  const own = spans.filter((span) => span.traceId === traceId);
  assert.equal(own.filter(({ kind }) => kind === 'SERVER').length, 1, `one server span in ${listSpans(own)}`);
  assert.deepEqual([attributes['http.route'], name], [route, route ? `${method} ${route}` : method], about);
  assert.deepEqual(
    events
      .filter((event) => event.name === 'exception')
      .map((event) => [event.attributes['exception.type'], event.attributes['exception.message']]),
    request.exception ? [request.exception] : [],
    `exceptions of ${about}`,
  );
  if (typeof status === 'number' && status >= 500)
    assert.deepEqual(
      [outcome.code, attributes['error.type']],
      ['ERROR', request.exception?.[0] ?? String(status)],
      `the error of ${about}`,
    );
  for (const [key, value] of Object.entries(request.attributes ?? {})) assert.equal(attributes[key], value, about);
  if (request.most !== undefined) assert.ok(own.length <= request.most, `${about}: ${listSpans(own)}`);
}
