import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, openCollector, runApp } from '../support';

interface Ports {
  grpcPort: number;
  httpPort: number;
}
interface Case {
  title: string;
  env: (ports: Ports) => Record<string, string>;
  /** Which signals must arrive. */ arrive: { spans: boolean; logs: boolean; metrics: boolean };
}

const all = { spans: true, logs: true, metrics: true };
const grpc = ({ grpcPort }: Ports) => `http://127.0.0.1:${grpcPort}`;
const http = ({ httpPort }: Ports) => `http://127.0.0.1:${httpPort}`;

const cases: Case[] = [
  { title: 'grpc by default', env: (ports) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: grpc(ports) }), arrive: all },
  {
    title: 'grpc, compressed',
    env: (ports) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: grpc(ports),
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    }),
    arrive: all,
  },
  {
    title: 'http/protobuf',
    env: (ports) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: http(ports), OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }),
    arrive: all,
  },
  {
    title: 'http/protobuf, compressed',
    env: (ports) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: http(ports),
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    }),
    arrive: all,
  },
  {
    title: 'http/json',
    env: (ports) => ({ OTEL_EXPORTER_ENDPOINT: http(ports), OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }),
    arrive: all,
  },
  {
    title: 'a signal of its own: http/protobuf by its path',
    env: (ports) => ({
      OTEL_EXPORTER_ENDPOINT: grpc(ports),
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${http(ports)}/v1/traces`,
    }),
    arrive: all,
  },
  {
    title: 'the standard variable wins over the seed',
    env: (ports) => ({ OTEL_EXPORTER_ENDPOINT: 'http://127.0.0.1:9', OTEL_EXPORTER_OTLP_ENDPOINT: grpc(ports) }),
    arrive: all,
  },
  {
    title: 'no traces',
    env: (ports) => ({ OTEL_EXPORTER_ENDPOINT: grpc(ports), OTEL_TRACES_EXPORTER: 'none' }),
    arrive: { spans: false, logs: true, metrics: true },
  },
  {
    title: 'traces only',
    env: (ports) => ({
      OTEL_EXPORTER_ENDPOINT: grpc(ports),
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    }),
    arrive: { spans: true, logs: false, metrics: false },
  },
];

onEachRuntime(({ binary }) => {
  for (const { title, env, arrive } of cases) {
    test(`${title}: what is made arrives, at the end of a short-lived app too`, async () => {
      const collector = await openCollector();
      const result = await runApp({
        fixture: 'preload/ending.cjs',
        args: ['natural'],
        node: binary,
        collector,
        env: { OTEL_EXPORTER_ENDPOINT: '', ...env(collector) },
      });
      explain(result, ({ code, spans, logs, metrics, err }) => {
        assert.equal(code, 0);
        assert.equal(spans.length, arrive.spans ? 20 : 0, 'spans');
        assert.equal(logs.filter(({ body }) => body === 'line 4').length, arrive.logs ? 1 : 0, 'log records');
        assert.equal(metrics.length > 0, arrive.metrics, 'metrics');
        assert.deepEqual(
          err.filter(({ level }) => level !== 'info'),
          [],
        );
      });
    });
  }

  test('the console exporter prints spans and opens no connection', async () => {
    const result = await runApp({
      fixture: 'preload/ending.cjs',
      args: ['natural'],
      node: binary,
      env: { OTEL_TRACES_EXPORTER: 'console', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
    });
    explain(result, ({ code, stdout, stderr, spans }) => {
      assert.equal(code, 0);
      assert.match(stdout + stderr, /span 19/);
      assert.equal(spans.length, 0);
    });
  });

  test('a thread exports where there is something to export to, and no other is started for CommonJS', async () => {
    const count = async ([exporter, threads]: readonly [string, number]) => {
      const { stdout } = await runApp({
        fixture: 'preload/threads.cjs',
        args: [String(threads)],
        node: binary,
        env: { OTEL_TRACES_EXPORTER: exporter, OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
      });
      return Number(/^threads (\d+)$/m.exec(stdout)?.[1]);
    };
    assert.deepEqual(
      await Promise.all(
        (
          [
            ['none', 0],
            ['console', 0],
            ['otlp', 1],
          ] as const
        ).map(count),
      ),
      [0, 0, 1],
    );
  });
});
