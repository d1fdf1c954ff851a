import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  explain,
  fixtures,
  onlySpan,
  preloadFile,
  root,
  runApp,
  runtimes,
  temporaryFolder,
  type RunResult,
} from '../support';

/**
 * Packages of these names stand in for agents of 30 to 90 MB: firstlight goes by names and marks, which is what these
 * have. dd-trace is the real one, below.
 */
const folder = temporaryFolder({
  'node_modules/newrelic/index.js': 'process.stdout.write("newrelic is here\\n");',
  'node_modules/elastic-apm-node/start.js': 'process.stdout.write("elastic-apm-node is here\\n");',
  'node_modules/@sentry/node/preload.js':
    'process.stdout.write("@sentry/node is here\\n"); globalThis.__SENTRY__ = {};',
});
const agents = [
  { name: 'newrelic', file: 'newrelic/index.js', yields: true },
  { name: 'elastic-apm-node', file: 'elastic-apm-node/start.js', yields: true },
  { name: '@sentry/node', file: '@sentry/node/preload.js', yields: false },
].map((agent) => ({ ...agent, file: join(folder, 'node_modules', agent.file) }));

const codes = ({ err }: RunResult): unknown[] => err.map(({ code }) => code);

/** Logging and request lines are firstlight's; the traces are another's. */
function assertAside({ stdout, spans, out }: RunResult): void {
  assert.match(stdout, /^answer: hello world$/m);
  assert.deepEqual(spans, []);
  assert.equal(out.filter(({ message }) => message === 'request completed').length, 1);
}

function assertTraced({ stdout, spans }: RunResult): void {
  assert.match(stdout, /^answer: hello world$/m);
  onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
}

for (const { name, file, yields } of agents) {
  const presences = [
    { title: 'loaded before', said: 'loaded before firstlight', options: { nodeArgs: ['--require', file] } },
    {
      title: 'to be loaded by a later flag',
      said: 'asked for by a flag',
      options: { preload: 'none' as const, env: { NODE_OPTIONS: `--require ${preloadFile} --require ${file}` } },
    },
  ];
  for (const { title, said, options } of presences) {
    test(`${name}, ${title}: one line, and ${yields ? 'the traces are left to it' : 'both run'}`, async () => {
      const result = await runApp({ fixture: 'neighbours/app.cjs', ...options });
      explain(result, (each) => {
        const line = each.err.find(({ code }) => code === 'FL_OTHER_AGENT');
        assert.ok((line?.message as string).includes(`another monitoring agent is in this process: ${name} (${said})`));
        assert.deepEqual(codes(each), yields ? ['FL_OTHER_AGENT'] : ['FL_OTHER_AGENT', 'FL_STARTED']);
        (yields ? assertAside : assertTraced)(each);
      });
    });
  }

  test(`${name}, loaded by the app: one line, and both run`, async () => {
    for (const app of name === 'newrelic' ? ['app.cjs', 'app.mjs'] : ['app.cjs']) {
      const result = await runApp({ fixture: `neighbours/${app}`, args: [file] });
      explain(result, (each) => {
        assert.deepEqual(codes(each), ['FL_STARTED', 'FL_OTHER_AGENT']);
        assertTraced(each);
      });
    }
  });
}

test('FIRSTLIGHT_FORCE=true starts telemetry beside an agent, and the line is the same', async () => {
  const result = await runApp({
    fixture: 'neighbours/app.cjs',
    nodeArgs: ['--require', agents[0]!.file],
    env: { FIRSTLIGHT_FORCE: 'true' },
  });
  explain(result, (each) => {
    assert.deepEqual(codes(each), ['FL_OTHER_AGENT', 'FL_STARTED']);
    assertTraced(each);
  });
});

const datadog = join(root, 'test', 'apis', 'node_modules', 'dd-trace', 'init.js');
const recent = runtimes().find(({ major }) => major >= 24);
const skip = !existsSync(datadog) ? 'test/apis is not installed' : !recent ? 'dd-trace 6 needs Node.js 22' : false;

describe('dd-trace itself', { skip }, () => {
  // Nothing of it shall leave this machine, or wait for an agent.
  const env = {
    DD_TRACE_AGENT_URL: 'http://127.0.0.1:9',
    DD_TRACE_STARTUP_LOGS: 'false',
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
    DD_REMOTE_CONFIGURATION_ENABLED: 'false',
  };

  test('first, by NODE_OPTIONS: it keeps the traces, the app works', async () => {
    const result = await runApp({
      fixture: 'neighbours/app.cjs',
      node: recent!.binary,
      env: { ...env, NODE_OPTIONS: `--require ${datadog}` },
    });
    explain(result, (each) => {
      assert.equal(each.code, 0);
      assert.deepEqual(codes(each).filter(Boolean), ['FL_OTHER_AGENT']);
      assertAside(each);
    });
  });

  test('second, by the app: firstlight traces on, the app works', async () => {
    for (const app of ['app.cjs', 'app.mjs']) {
      const result = await runApp({
        fixture: join(fixtures, 'neighbours', app),
        args: [datadog],
        node: recent!.binary,
        env,
      });
      explain(result, (each) => {
        assert.equal(each.code, 0);
        assert.deepEqual(codes(each).filter(Boolean), ['FL_STARTED', 'FL_OTHER_AGENT']);
        assertTraced(each);
      });
    }
  });
});
