// Telemetry without an exporter thread: OpenTelemetry's own processors and exporters in the app's thread.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startCollector } from '../../collector';
import {
  blackHole,
  explain,
  fixtures,
  onEachRuntime,
  openCollector,
  refusingEndpoint,
  runApp,
  type RunOptions,
  type RunResult,
} from '../support';

const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'] as const;
type Protocol = (typeof PROTOCOLS)[number];
const ASKED = { FIRSTLIGHT_EXPORTER_THREAD: 'false' };
// Far above what an end takes, and far below the deadline that is given to it.
const [DEADLINE_MS, PROMPT_MS] = [30_000, 10_000];
const SIDE_BY_SIDE = { concurrency: 4 };

/** Why there is no thread. */
interface Reason {
  title: string;
  options: (major: number) => Pick<RunOptions, 'nodeArgs' | 'env'>;
  reason: RegExp;
}

const reasons: Reason[] = [
  { title: 'asked for', options: () => ({ env: ASKED }), reason: /^FIRSTLIGHT_EXPORTER_THREAD=false$/ },
  {
    title: '--permission',
    options: (major) => ({
      nodeArgs: [
        major < 24 ? '--experimental-permission' : '--permission',
        '--allow-fs-read=*',
        // Newer versions ask for it, too; older ones do not know it.
        ...(major < 25 ? [] : ['--allow-net']),
        '--no-warnings',
      ],
    }),
    reason: /^--permission without --allow-worker$/,
  },
  {
    title: 'a thread that cannot be started',
    options: () => ({ nodeArgs: [`--require=${join(fixtures, 'bin', 'no-threads.cjs')}`] }),
    reason: /^no exporter thread: no threads here$/,
  },
];
const endings: { title: string; options: Pick<RunOptions, 'fixture' | 'args' | 'signal'> }[] = [
  { title: 'a natural end', options: { fixture: 'preload/ending.cjs', args: ['exit code'] } },
  { title: 'SIGTERM', options: { fixture: 'preload/ending.cjs', args: ['listening'], signal: 'SIGTERM' } },
];

onEachRuntime(({ binary, major }) => {
  describe('side by side', SIDE_BY_SIDE, () => {
    for (const { title, options, reason } of reasons)
      for (const protocol of PROTOCOLS)
        for (const ending of protocol === 'grpc' ? endings : endings.slice(0, 1))
          test(`${title}, ${protocol}, ${ending.title}: as without firstlight, and everything arrives`, async () => {
            const [bare, result] = await Promise.all([
              runApp({
                ...options(major),
                env: {},
                ...ending.options,
                node: binary,
                preload: 'none',
                collector: false,
              }),
              runOver(protocol, { ...options(major), ...ending.options, node: binary }),
            ]);
            explain(result, () => {
              assert.deepEqual(end(result), end(bare));
              assert.equal(result.spans.filter(({ scope }) => scope.name === 'app').length, 20);
              for (let line = 0; line < 5; line += 1)
                assert.equal(result.logs.filter(({ body }) => body === `line ${line}`).length, 1);
              assert.ok(result.metrics.some(({ name }) => name === 'app.ends'));
              const lines = [...result.out, ...result.err].filter(({ code }) => code === 'FL_EXPORT_IN_APP_THREAD');
              assert.equal(lines.length, 1);
              assert.match(String(lines[0]!.reason), reason);
            });
          });

    test('beforeExit comes as often as without firstlight, and each end delivers', async () => {
      const options: RunOptions = { fixture: 'preload/before-exit.cjs', node: binary };
      const [bare, result] = await Promise.all([
        runApp({ ...options, preload: 'none', collector: false }),
        runApp({ ...options, env: ASKED }),
      ]);
      explain(result, () => {
        assert.deepEqual(end(result), end(bare));
        assert.deepEqual(result.spans.map(({ name }) => name).sort(), ['first', 'second']);
      });
    });

    for (const ending of ['process.exit', 'throw', 'rejection'])
      test(`${ending}: as without firstlight; a line says what is lost`, async () => {
        const options: RunOptions = { fixture: 'preload/ending.cjs', args: [ending], node: binary };
        const [bare, result] = await Promise.all([
          runApp({ ...options, preload: 'none', collector: false }),
          runApp({ ...options, env: ASKED }),
        ]);
        explain(result, ({ err }) => {
          assert.deepEqual(end(result), end(bare));
          const dropped = err.filter(({ code }) => code === 'FL_EXPORT_DROPPED');
          assert.equal(dropped.length, 1);
          assert.ok(Number(dropped[0]!.items) >= 25, 'spans and lines');
        });
      });

    for (const [title, endpoint, timeout] of [
      ['a port that refuses', refusingEndpoint, DEADLINE_MS],
      ['a black hole', blackHole, 500],
    ] as const)
      for (const protocol of PROTOCOLS)
        test(`${title}, ${protocol}: the app ends as always, in time`, async () => {
          const result = await runApp({
            fixture: 'preload/ending.cjs',
            args: ['exit code'],
            node: binary,
            collector: false,
            env: {
              ...ASKED,
              OTEL_EXPORTER_OTLP_ENDPOINT: (await endpoint()).url,
              OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
              FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(timeout),
            },
          });
          explain(result, ({ code, err, durationMs }) => {
            assert.equal(code, 3);
            assert.ok(durationMs < PROMPT_MS, `it took ${Math.round(durationMs)} ms`);
            assert.ok(err.some((line) => /^FL_EXPORT_(UNREACHABLE|DROPPED)$/.test(String(line.code))));
          });
        });

    for (const protocol of PROTOCOLS)
      test(`${protocol}: TLS, headers, compression and limits are those of the thread`, async () => {
        const pem = (name: string) => join(fixtures, 'frameworks', `localhost-${name}.pem`);
        const collector = await startCollector({
          tls: { key: readFileSync(pem('key')), cert: readFileSync(pem('cert')) },
        });
        const port = protocol === 'grpc' ? collector.grpcPort : collector.httpPort;
        const result = await runApp({
          fixture: 'preload/limits.cjs',
          node: binary,
          collector: false,
          env: {
            ...ASKED,
            // Quoted, as from an env file: the exporters themselves would throw.
            OTEL_EXPORTER_OTLP_HEADERS: '"x-tenant=blue"',
            OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${port}`,
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_EXPORTER_OTLP_CERTIFICATE: pem('cert'),
            OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
            OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '2',
            FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS),
          },
        });
        await collector.close();
        explain(result, () => {
          const { spans, logs } = collector.store;
          assert.deepEqual(spans.find(({ name }) => name === 'limited')?.attributes, { a: 'te', b: ['te', 'b'] });
          assert.deepEqual(logs.find(({ body }) => body === 'limited')?.attributes, { a: 'te' });
          assert.ok(collector.requests.length >= 3);
          assert.ok(collector.requests.every(({ headers }) => headers['x-tenant'] === 'blue'));
          if (protocol !== 'grpc')
            assert.ok(collector.requests.every(({ headers }) => headers['content-encoding'] === 'gzip'));
        });
      });

    test('spans are redacted, and the requests of the exporter are none of the app’s', async () => {
      const result = await runOver('http/protobuf', {
        fixture: 'preload/secret-urls.cjs',
        node: binary,
        // Meanwhile some of it has been sent.
        env: { ...ASKED, OTEL_BSP_SCHEDULE_DELAY: '1', OTEL_BLRP_SCHEDULE_DELAY: '1' },
      });
      explain(result, ({ spans, metrics }) => {
        assert.equal(spans.length, 6);
        assert.ok(!JSON.stringify(spans.map(({ attributes }) => attributes)).includes('s3cr3t'));
        const durations = metrics.filter(({ name }) => name === 'http.client.request.duration').at(-1)?.points ?? [];
        assert.equal(new Set(durations.map(({ attributes }) => attributes['server.port'])).size, 1);
      });
    });

    test('forceFlush resolves when everything has arrived, also in a worker', async () => {
      for (const args of [['traces'], ['logs'], ['metrics'], ['traces', 'worker']]) {
        const result = await runApp({ fixture: 'preload/force-flush.cjs', node: binary, args, env: ASKED });
        explain(result, ({ spans, logs, signal }) => {
          assert.equal(signal, 'SIGKILL');
          assert.equal(spans.filter(({ name }) => name === 'a span').length, 1, args.join());
          assert.equal(logs.filter(({ body }) => body === 'a record').length, 1, args.join());
        });
      }
    });
  });
});

async function runOver(protocol: Protocol, options: RunOptions): Promise<RunResult> {
  const collector = await openCollector();
  const port = protocol === 'grpc' ? collector.grpcPort : collector.httpPort;
  return runApp({
    ...options,
    collector,
    env: {
      ...options.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    },
  });
}

/** What the outside sees. */
function end({ code, signal, stdout }: RunResult): unknown {
  return { code, signal, raw: stdout.split('\n').filter((line) => line.startsWith('exit event')) };
}
