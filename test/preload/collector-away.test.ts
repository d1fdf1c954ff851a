import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answering,
  type App,
  blackHole,
  type Endpoint,
  explain,
  nowhere,
  onEachRuntime,
  refusingEndpoint,
  runApp,
  tracesOnly,
  untrusted,
} from '../support';

// Far above what an exit takes and far below the deadline given to it: an exit that waits for the deadline is found out
// without measuring time in detail.
const DEADLINE_MS = 20_000;
const PROMPT_MS = 8_000;

interface Case {
  title: string;
  endpoint: () => Promise<Endpoint>;
  env: Record<string, string>;
  /** Codes of the lines that tell the cause, and how many lines of each are allowed. */
  codes: Record<string, number>;
  /** They come when the process ends. */
  late?: true;
  /** The endpoint must have been spoken to at least this often. */
  seen: number;
}

const cases: Case[] = [
  {
    title: 'a port that refuses',
    endpoint: refusingEndpoint,
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) },
    codes: { FL_EXPORT_UNREACHABLE: 1 },
    seen: 0,
  },
  {
    title: 'a port that refuses http/protobuf',
    endpoint: refusingEndpoint,
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS), OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
    codes: { FL_EXPORT_UNREACHABLE: 1 },
    seen: 0,
  },
  {
    title: 'a black hole',
    endpoint: blackHole,
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '700' },
    codes: { FL_EXPORT_UNREACHABLE: 1 },
    late: true,
    seen: 1,
  },
  {
    title: 'a certificate that nobody vouches for',
    endpoint: untrusted,
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) },
    codes: { FL_EXPORT_UNTRUSTED: 1 },
    seen: 0,
  },
  {
    title: 'a host that does not exist',
    endpoint: nowhere,
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '3000' },
    codes: { FL_EXPORT_UNREACHABLE: 1 },
    seen: 0,
  },
  {
    title: 'a collector that answers after 30 s',
    endpoint: () => answering({ delayMs: 30_000 }),
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '700', OTEL_EXPORTER_OTLP_TIMEOUT: '300' },
    codes: { FL_EXPORT_UNREACHABLE: 1 },
    seen: 1,
  },
  {
    title: 'a collector that refuses for good',
    endpoint: () => answering({ grpcStatus: 16, message: 'who are you' }),
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) },
    // The second, at the end, counts what was refused meanwhile.
    codes: { FL_EXPORT_REJECTED: 2 },
    seen: 1,
  },
  {
    title: 'an overloaded collector',
    endpoint: () => answering({ httpStatus: 429, grpcStatus: 14, message: 'come back later' }),
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) },
    codes: { FL_EXPORT_UNREACHABLE: 1 },
    seen: 1,
  },
  {
    title: 'an endpoint for traces only',
    endpoint: tracesOnly,
    env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) },
    codes: { FL_EXPORT_UNIMPLEMENTED: 2 },
    seen: 1,
  },
];

onEachRuntime(({ binary }) => {
  for (const { title, endpoint, env, codes, late, seen } of cases) {
    test(`${title}: the app answers and ends as always, one clear line says why`, async () => {
      const { url, seen: count } = await endpoint();
      const quick = {
        OTEL_BSP_SCHEDULE_DELAY: '50',
        OTEL_BLRP_SCHEDULE_DELAY: '50',
        OTEL_METRIC_EXPORT_INTERVAL: '200',
        OTEL_METRIC_EXPORT_TIMEOUT: '100',
      };
      let stoppedAt = 0;
      const result = await runApp({
        fixture: 'preload/server.cjs',
        node: binary,
        collector: false,
        env: { OTEL_EXPORTER_ENDPOINT: url, ...quick, ...env },
        requests: async (app) => {
          for (let number = 0; number < 20; number += 1) assert.equal(await (await fetch(app.url)).text(), 'ok');
          if (!late) await told(app, Object.keys(codes));
          for (let number = 0; number < 20; number += 1) assert.equal(await (await fetch(app.url)).text(), 'ok');
          stoppedAt = performance.now();
        },
      });
      const exitMs = performance.now() - stoppedAt;
      explain(result, ({ code, signal, err, out, stderr }) => {
        assert.deepEqual({ code, signal }, { code: null, signal: 'SIGTERM' });
        assert.ok(exitMs < PROMPT_MS, `the exit took ${Math.round(exitMs)} ms`);
        assert.equal(out.filter(({ message }) => message === 'request completed').length, 40);
        for (const [name, most] of Object.entries(codes)) {
          const lines = err.filter((line) => line.code === name);
          assert.ok(lines.length >= 1 && lines.length <= most, `${lines.length} lines ${name}`);
        }
        assert.ok(
          stderr.split('\n').every((line) => line === '' || line.startsWith('{')),
          'stderr holds nothing but JSON lines',
        );
        assert.ok(count() >= seen, 'the endpoint was spoken to');
      });
    });
  }

  test('a black hole: a short-lived app says what it did not get rid of', async () => {
    const { url } = await blackHole();
    const result = await runApp({
      fixture: 'preload/ending.cjs',
      args: ['natural'],
      node: binary,
      collector: false,
      env: { OTEL_EXPORTER_ENDPOINT: url, FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) },
    });
    explain(result, ({ code, err, durationMs }) => {
      assert.equal(code, 0);
      assert.ok(durationMs < PROMPT_MS, `it took ${Math.round(durationMs)} ms`);
      const lines = err.filter((line) => line.code === 'FL_EXPORT_UNREACHABLE');
      assert.equal(lines.length, 1);
      assert.match(String(lines[0]!.message), /no answer within \d+ ms at the end of the process$/);
      assert.ok(Number(lines[0]!.items) > 0);
    });
  });

  test('a port that refuses: a short-lived app ends at once', async () => {
    const { url } = await refusingEndpoint();
    const result = await runApp({
      fixture: 'preload/ending.cjs',
      args: ['natural'],
      node: binary,
      collector: false,
      env: { OTEL_EXPORTER_ENDPOINT: url, FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) },
    });
    explain(result, ({ code, durationMs }) => {
      assert.equal(code, 0);
      assert.ok(durationMs < PROMPT_MS, `it took ${Math.round(durationMs)} ms`);
    });
  });
});

async function told(app: App, codes: string[]): Promise<void> {
  for (const code of codes) await app.waitForLine((line) => line.startsWith('{') && line.includes(`"${code}"`));
}
