import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type LogLine, explain, listSpans, onEachRuntime, type RunResult, startApp } from '../support';
import { abandon, type Answer, keepAlive, pipelined } from './client';
import { withExpress4 } from './express4';

interface Framework {
  name: string;
  /** The fixture, without its extension. */
  fixture: string;
  /** How this framework writes the route of /users/7; none for plain http. */
  route?: string;
  /** Whether routes have a span name of their own. */
  routed: boolean;
  /** The user that the app's login leaves on the framework's request. */
  user?: string;
}

const frameworks: Framework[] = [
  {
    name: 'Express 4',
    fixture: join(withExpress4('frameworks/express.cjs', 'frameworks/express.mjs'), 'express'),
    route: '/users/:id',
    routed: true,
    user: 'u1',
  },
  { name: 'Express 5', fixture: 'frameworks/express', route: '/users/:id', routed: true, user: 'u1' },
  { name: 'Fastify 5', fixture: 'frameworks/fastify5', route: '/users/:id', routed: true, user: 'u1' },
  { name: 'Koa 3', fixture: 'frameworks/koa3', route: '/users/:id', routed: true, user: 'u1' },
  { name: 'hapi 21', fixture: 'frameworks/hapi21', route: '/users/{id}', routed: true, user: 'u1' },
  { name: 'NestJS 11', fixture: 'frameworks/nest11', route: '/users/:id', routed: true, user: 'u1' },
  { name: 'Hono on node-server', fixture: 'frameworks/hono4', route: '/users/:id', routed: true },
  { name: 'node:http', fixture: 'frameworks/http', routed: false },
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

onEachRuntime(({ binary }) => {
  for (const framework of frameworks) {
    for (const extension of ['cjs', 'mjs']) {
      test(`${framework.name}, ${extension}`, async () => {
        const app = await startApp({
          fixture: `${framework.fixture}.${extension}`,
          node: binary,
          env: { FIRSTLIGHT_IGNORE_PATHS: '/health' },
        });
        const answers = await keepAlive(app.port, [
          { path: '/users/7?token=secret', headers: { 'x-request-id': 'client-1' } },
          { path: '/users/8', headers: { 'x-request-id': 'not valid!' } },
          { path: '/health' },
          { path: '/nope' },
          { path: '/boom' },
          { path: '/stream' },
        ]);
        const [first, second] = await pipelined(app.port, ['/users/21', '/users/22']);
        const client = abandon(app.port, '/hold');
        await app.waitForLine((line) => line.includes('"holding"'));
        client.leave();
        await app.waitForLine((line) => line.includes('request completed') && line.includes('"/hold"'));
        explain(await app.stop(), (result) => {
          checkAnswers(answers, [first!, second!]);
          for (const path of ['/users/7', '/users/8', '/nope', '/boom', '/stream', '/users/21', '/users/22', '/hold'])
            checkRequest(result, path, framework);
          checkIds(result, answers, [first!, second!]);
          checkLevels(result);
          assert.deepEqual(linesOf(result, '/health'), [], 'an ignored path has no lines');
          assert.equal(
            result.spans.length,
            8,
            `one span a request and none for the ignored one: ${listSpans(result.spans)}`,
          );
          assert.ok(!result.stdout.includes('secret'), 'no query string in any line');
        });
      });
    }
  }
});

function linesOf({ out }: RunResult, path: string): LogLine[] {
  return out.filter((line) => line.path === path);
}

/** Start and end line once each, of one request and one trace, whose server span has the route's name. */
function checkRequest(result: RunResult, path: string, { route, routed, user }: Framework): void {
  const lines = linesOf(result, path);
  assert.deepEqual(
    lines.map(({ message }) => message),
    ['request started', 'request completed'],
    `the lines of ${path}`,
  );
  const [start, end] = lines as [LogLine, LogLine];
  assert.equal(start.level, 'info');
  for (const line of lines) {
    assert.equal(line.method, 'GET');
    assert.equal(line.request_id, start.request_id);
    assert.match(line.trace_id, /^[0-9a-f]{32}$/, `a trace on ${line.message} of ${path}`);
    assert.equal(line.trace_id, start.trace_id);
    assert.equal(line.trace_flags, '01');
  }
  assert.equal(typeof end.duration_ms, 'number');
  const expected = path === '/nope' || !routed ? undefined : path.startsWith('/users/') ? route : path;
  assert.equal(end.route, expected, `the route of ${path}`);
  if (path.startsWith('/users/')) assert.equal(end.user_id, user);

  const spans = result.spans.filter((span) => span.traceId === start.trace_id);
  assert.equal(spans.length, 1, `one span for ${path}: ${listSpans(spans)}`);
  const [span] = spans as [RunResult['spans'][0]];
  assert.equal(span.kind, 'SERVER');
  assert.equal(span.name, expected === undefined ? 'GET' : `GET ${expected}`);
  assert.equal(span.attributes['http.route'], expected);
  assert.equal(span.attributes['request.id'], start.request_id);
  assert.equal(start.span_id, span.spanId);
  assert.equal(end.span_id, span.spanId);
}

function checkAnswers(answers: Answer[], piped: string[]): void {
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 404, 500, 200],
  );
  assert.equal(answers[5]!.body, 'ab');
  const [valid, invalid, ...others] = answers.map(({ headers }) => headers['x-request-id']);
  assert.equal(valid, 'client-1');
  for (const id of [invalid, ...others]) assert.match(String(id), UUID);
  for (const answer of piped) assert.match(answer, /^200 [^]*x-request-id: [0-9a-f-]{36}/i);
}

/** Every request has its own ID, the one that its client was reported; the handler's lines have it too. */
function checkIds(result: RunResult, answers: Answer[], piped: string[]): void {
  const told = answers.map(({ headers }) => String(headers['x-request-id']));
  const idOf = (path: string) => linesOf(result, path)[0]!.request_id as string;
  assert.deepEqual(['/users/7', '/users/8', '/nope', '/boom', '/stream'].map(idOf), [
    ...told.slice(0, 2),
    ...told.slice(3),
  ]);
  assert.equal(new Set(told).size, told.length);
  ['/users/21', '/users/22'].forEach((path, index) =>
    assert.match(piped[index]!, new RegExp(`x-request-id: ${idOf(path)}`, 'i')),
  );
  const handled = result.out
    .filter(({ message }) => message === 'handling')
    .map(({ request_id }) => request_id as string);
  assert.deepEqual(handled.sort(), ['/users/7', '/users/8', '/users/21', '/users/22'].map(idOf).sort());
}

function checkLevels(result: RunResult): void {
  const end = (path: string) => linesOf(result, path)[1]!;
  assert.deepEqual([end('/users/7').level, end('/users/7').status_code], ['info', 200]);
  assert.deepEqual([end('/nope').level, end('/nope').status_code], ['warn', 404]);
  assert.deepEqual([end('/boom').level, end('/boom').status_code], ['error', 500]);
  const gone = end('/hold');
  assert.deepEqual([gone.level, gone.aborted, gone.status_code], ['warn', true, undefined]);
}
