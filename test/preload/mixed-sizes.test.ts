import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCollector } from '../../collector';
import { DEADLINE_MS, explain, onEachRuntime, runApp } from '../support';

/** How many spans and log records are sent; `npm test -- --mixed-sizes=100000` sets it. */
const COUNT = Number(process.env.MIXED_SIZES ?? 600);
/** JSON takes several times as long as protobuf, in the app and in the receiver. */
const countOf = (protocol: string): number => (protocol === 'http/json' ? Math.ceil(COUNT / 3) : COUNT);
const METRICS = 100;
/** What collectors take over gRPC by default, and what no request is larger than but that of one large item. */
const [TAKEN, USUAL] = [4 * 1024 * 1024, 1024 * 1024];

interface Seen {
  times: number;
  length: number;
  isCut: boolean;
}

onEachRuntime(({ binary }) => {
  for (const protocol of ['grpc', 'http/protobuf', 'http/json'] as const) {
    test(`over ${protocol} items of all sizes arrive, once each; what is too large alone is cut`, async (t) => {
      const count = countOf(protocol);
      const seen = new Map<string, Seen>();
      const note = (name: string, value: unknown): void => {
        const text = String(value);
        const cut = /… \[\d+ (?:bytes|characters) cut\]$/.exec(text);
        seen.set(name, { times: (seen.get(name)?.times ?? 0) + 1, length: text.length, isCut: cut !== null });
      };
      let requests = 0;
      let large = 0;
      const collector = await startCollector({
        maxRequestBytes: TAKEN,
        maxBytes: 1024 * 1024,
        respond(_signal, { bytes }) {
          requests += 1;
          if (bytes > USUAL) large += 1;
          return undefined;
        },
      });
      collector.store.on('spans', (spans) => spans.forEach(({ name, attributes }) => note(name, attributes.text)));
      collector.store.on('logs', (logs) => logs.forEach(({ body, attributes }) => note(String(attributes.name), body)));
      collector.store.on('metrics', (metrics) =>
        metrics.forEach(({ name, points }) => note(name, points[0]?.attributes.text)),
      );
      const port = protocol === 'grpc' ? collector.grpcPort : collector.httpPort;
      const result = await runApp({
        fixture: 'preload/mixed-sizes.cjs',
        node: binary,
        args: [String(count), String(METRICS)],
        collector: false,
        deadlineMs: 4 * DEADLINE_MS + count * 10,
        env: {
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          FIRSTLIGHT_MAX_QUEUE_BYTES: String(2 ** 31 - 1),
          // Very many take their time: a request that was not answered in time would be sent twice.
          OTEL_EXPORTER_OTLP_TIMEOUT: String(10_000 + count),
          FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(3 * DEADLINE_MS + count * 10),
        },
      });
      await collector.close();
      explain({ ...result, spans: [], logs: [], metrics: [] }, () => {
        const names = [...seen].filter(([name]) => /^\d+ \d+$/.test(name));
        const wrong = names.filter(([name, { times, length, isCut }]) => {
          const size = Number(name.split(' ')[1]);
          return times !== 1 || isCut !== size > TAKEN || (!isCut && length !== size);
        });
        t.diagnostic(`${names.length} items in ${requests} requests, ${large} of them larger than usual`);
        assert.deepEqual(wrong.slice(0, 5), []);
        assert.equal(names.length, count);
        assert.equal([...seen.keys()].filter((name) => /^m\d+$/.test(name)).length, METRICS);
        assert.ok(large <= count / 50 + METRICS / 50, 'no request is large but for one item');
        assert.equal(result.code, 0);
      });
    });
  }
});
