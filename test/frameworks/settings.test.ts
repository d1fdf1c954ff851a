import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, type LogLine, onEachRuntime, type RunResult, runtimes, startApp } from '../support';
import { type Answer, keepAlive } from './client';

const PATHS = ['/users/7', '/nope', '/boom', '/health'];

type Run = RunResult & { answers: Answer[] };

/** Requests one after the other, and the assertions on what came of them. */
async function run(
  fixture: string,
  env: Record<string, string>,
  node: string,
  check: (result: Run) => void,
  paths = PATHS,
): Promise<void> {
  const app = await startApp({ fixture: `frameworks/${fixture}`, node, env });
  const answers = await keepAlive(
    app.port,
    paths.map((path) => ({ path })),
  );
  const result = { ...(await app.stop()), answers };
  explain(result, () => check(result));
}

const requestLines = ({ out }: RunResult): LogLine[] =>
  out.filter(({ message }) => /^request (started|completed)$/.test(message));
const brief = (result: RunResult): string[] =>
  requestLines(result).map(({ level, message, path, route }) => [level, message, path, route].join(' ').trim());

const END_LINES = [
  'info request completed /users/7 /users/:id',
  'warn request completed /nope',
  'error request completed /boom /boom',
  'info request completed /health /health',
];
const START_LINES = PATHS.map((path) => `info request started ${path}`);
const BOTH = START_LINES.flatMap((line, index) => [line, END_LINES[index]!]);

onEachRuntime(({ binary }) => {
  for (const [mode, expected] of [
    ['all', BOTH],
    ['end', END_LINES],
    ['none', []],
  ] as const) {
    test(`FIRSTLIGHT_REQUEST_LOG=${mode}`, async () => {
      await run('express.cjs', { FIRSTLIGHT_REQUEST_LOG: mode }, binary, (result) => {
        assert.deepEqual(brief(result), expected);
        assert.equal(result.spans.length, 4, 'spans are another matter');
      });
    });
  }

  for (const [title, env] of [
    ['http instrumentation', { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http' }],
    ['an exporter of traces', { OTEL_TRACES_EXPORTER: 'none' }],
  ] as const) {
    test(`without ${title} the lines are the same, without a trace`, async () => {
      await run('express.cjs', env, binary, (result) => {
        assert.deepEqual(brief(result), BOTH);
        for (const line of requestLines(result))
          assert.deepEqual([typeof line.request_id, line.trace_id, line.span_id], ['string', undefined, undefined]);
      });
    });
  }

  test('an unsampled trace is in the lines and nowhere else', async () => {
    await run('express.mjs', { OTEL_TRACES_SAMPLER: 'always_off' }, binary, (result) => {
      assert.deepEqual(brief(result), BOTH);
      for (const line of requestLines(result)) assert.deepEqual([line.trace_id?.length, line.trace_flags], [32, '00']);
      assert.deepEqual(result.spans, []);
    });
  });

  for (const fixture of [
    'express.cjs',
    'express.mjs',
    'fastify5.mjs',
    'nest11.mjs',
    'koa3.cjs',
    'koa3.mjs',
    'hono4.cjs',
    'hono4.mjs',
  ]) {
    test(`OTEL_ENABLED=false leaves the lines whole: ${fixture}`, async () => {
      await run(fixture, { OTEL_ENABLED: 'false' }, binary, (result) => {
        assert.deepEqual(brief(result), BOTH);
        for (const { headers } of result.answers) assert.match(String(headers['x-request-id']), /^[0-9a-f-]{36}$/);
        for (const line of requestLines(result)) assert.equal(line.trace_id, undefined);
        assert.deepEqual([result.spans, result.logs, result.metrics], [[], [], []]);
      });
    });
  }

  test('the user comes from the request, the span or the app, later ones first', async () => {
    await run(
      'user.cjs',
      {},
      binary,
      (result) => {
        const users = requestLines(result)
          .filter(({ message }) => message === 'request completed')
          .map(({ user_id }) => user_id);
        assert.deepEqual(users, ['from-request', 'from-span', 'from-api']);
        assert.deepEqual(result.spans.map(({ attributes }) => attributes['user.id']).sort(), [...users].sort());
        assert.deepEqual(
          result.answers.map(({ body }) => body),
          result.answers.map(({ headers }) => headers['x-request-id']),
        );
      },
      ['/request', '/span', '/api'],
    );
  });

  test('what an ignored request calls is not traced either, and its context is its own', async () => {
    await run(
      'user.cjs',
      { FIRSTLIGHT_IGNORE_PATHS: '/calls-out,/inner' },
      binary,
      (result) => {
        assert.deepEqual(brief(result), [
          'info request started /request',
          'info request completed /request',
          'info request started /request',
          'info request completed /request',
        ]);
        assert.deepEqual(
          result.spans.map(({ kind }) => kind),
          ['SERVER', 'SERVER'],
        );
        assert.equal(new Set(result.answers.map(({ body }) => body)).size, 3);
      },
      ['/request', '/calls-out', '/request'],
    );
  });
});

const layers: [string, RegExp][] = [
  ['express.cjs', /^(middleware|request handler|router) - /],
  ['koa3.cjs', /^(middleware|router) - /],
  ['hapi21.cjs', /^route - /],
  ['nest11.cjs', /^App\.find$/],
];
for (const [fixture, layer] of layers) {
  test(`FIRSTLIGHT_MIDDLEWARE_SPANS=true brings the layers of ${fixture}`, async () => {
    await run(
      fixture,
      { FIRSTLIGHT_MIDDLEWARE_SPANS: 'true' },
      runtimes()[0]!.binary,
      (result) => {
        const servers = result.spans.filter(({ kind }) => kind === 'SERVER');
        assert.equal(servers.length, 1);
        assert.match(servers[0]!.name, /^GET \/users\/(:id|\{id\})$/);
        assert.ok(
          result.spans.some(({ name, traceId }) => layer.test(name) && traceId === servers[0]!.traceId),
          result.spans.map(({ name }) => name).join(', '),
        );
      },
      ['/users/7'],
    );
  });
}
