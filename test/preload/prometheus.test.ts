// Metrics that a Prometheus server reads, and the buckets of histograms.
import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { type App, explain, type LogLine, onEachRuntime, startApp } from '../support';

/** The address in the line that names it. */
async function addressOf(app: App): Promise<string> {
  const line = await app.waitForLine((each) => each.includes('FL_PROMETHEUS_LISTENING'));
  return (JSON.parse(line) as LogLine).url as string;
}

const PROMETHEUS = { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: '0' };

onEachRuntime(({ binary: node }) => {
  test('the app’s metrics are served as text; reading them is no request of the app', async () => {
    const app = await startApp({ fixture: 'preload/server.cjs', node, env: PROMETHEUS });
    const url = await addressOf(app);
    await (await fetch(app.url)).text();
    await (await fetch(url)).text();
    const response = await fetch(url);
    const text = await response.text();
    assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.match(text, /^# TYPE http_server_request_duration histogram$/m);
    assert.match(text, /^http_server_request_duration_count\{[^}]*\} 1$/m);
    assert.match(text, /^target_info\{[^}]*service_name="/m);
    assert.equal((await fetch(new URL('/else', url))).status, 404);
    explain(await app.stop(), ({ out, spans, metrics }) => {
      assert.equal(out.filter(({ message }) => message === 'request completed').length, 1);
      assert.equal(spans.filter(({ kind }) => kind === 'SERVER').length, 1);
      assert.deepEqual(metrics, [], 'none of them goes to the collector');
    });
  });

  test('beside OTLP', async () => {
    const env = { ...PROMETHEUS, OTEL_METRICS_EXPORTER: 'otlp,prometheus' };
    const app = await startApp({ fixture: 'preload/server.cjs', node, env });
    await (await fetch(app.url)).text();
    const text = await (await fetch(await addressOf(app))).text();
    explain(await app.stop(), ({ metrics }) => {
      assert.match(text, /^http_server_request_duration_count/m);
      assert.ok(metrics.some(({ name }) => name === 'http.server.request.duration'));
    });
  });

  test('a port in use is one line, and the app runs; the server keeps no process alive', async (t) => {
    const other = createServer().listen(0, '127.0.0.1');
    t.after(() => other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    for (const [taken, code] of [
      [String(port), 'FL_PROMETHEUS_UNAVAILABLE'],
      ['0', 'FL_PROMETHEUS_LISTENING'],
    ] as const) {
      const env = {
        ...PROMETHEUS,
        OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
        OTEL_EXPORTER_PROMETHEUS_PORT: taken,
      };
      const app = await startApp({ fixture: 'preload/one-request.cjs', node, env });
      await app.waitForLine((line) => line.includes(code));
      await (await fetch(app.url, { headers: { connection: 'close' } })).text();
      explain(await app.ended(), (result) => {
        assert.equal(result.code, 0);
        assert.equal(result.err.filter((line) => line.code?.startsWith('FL_PROMETHEUS')).length, 1);
      });
    }
  });
});

for (const [aggregation, exponential] of [
  ['base2_exponential_bucket_histogram', true],
  ['explicit_bucket_histogram', false],
] as const) {
  test(`OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION=${aggregation}`, async () => {
    const app = await startApp({
      fixture: 'preload/server.cjs',
      env: { OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: aggregation },
    });
    await (await fetch(app.url)).text();
    explain(await app.stop(), ({ metrics }) => {
      const duration = metrics.find(({ name }) => name === 'http.server.request.duration');
      assert.equal(duration?.points[0]?.exponential !== undefined, exponential);
      assert.equal(Number(duration?.points[0]?.count), 1);
    });
  });
}
