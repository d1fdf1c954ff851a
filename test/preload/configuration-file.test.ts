// A configuration file: what it says is so, in the process and at the receiver.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  explain,
  onEachRuntime,
  openCollector,
  runApp,
  startApp,
  temporaryFolder,
  type App,
  type RunResult,
} from '../support';

const PROVIDERS = [
  'tracer_provider: { processors: [{ batch: { exporter: { otlp_http: { endpoint: "${RECEIVER}/v1/traces" } } } }] }',
  'logger_provider: { processors: [{ batch: { exporter: { otlp_http: { endpoint: "${RECEIVER}/v1/logs" } } } }] }',
  'meter_provider: { readers: [{ periodic: { exporter: { otlp_http: { endpoint: "${RECEIVER}/v1/metrics" } } } }] }',
].join('\n');

const folder = temporaryFolder({ 'package.json': { name: 'shop' } });
let files = 0;

/** Runs the app with a file, and asks it once. */
async function run(
  text: string,
  { env = {}, node, fixture = 'preload/measuring.cjs', ask = async (app: App) => fetchText(app.url) }: Options = {},
): Promise<Answered> {
  const file = temporaryFolder({ [`otel-${++files}.yaml`]: `file_format: "1.1"\n${text}\n` });
  const collector = await openCollector();
  const app = await startApp({
    fixture,
    node,
    collector,
    cwd: folder,
    env: {
      OTEL_CONFIG_FILE: join(file, `otel-${files}.yaml`),
      RECEIVER: `http://127.0.0.1:${collector.httpPort}`,
      OTEL_EXPORTER_ENDPOINT: '',
      ...env,
    },
  });
  const answer = await ask(app);
  return { ...(await app.stop()), answer };
}
interface Answered extends RunResult {
  answer: string;
}
interface Options {
  env?: Record<string, string>;
  node?: string;
  fixture?: string;
  ask?: (app: App) => Promise<string>;
}
const fetchText = async (url: string): Promise<string> => (await fetch(url)).text();

onEachRuntime(({ binary: node }) => {
  test('data arrives, by the resource, propagator and log format of the file, from the first line on', async () => {
    const text =
      `${PROVIDERS}\npropagator: { composite: [{ b3: }] }\n` +
      'resource:\n  attributes: [{ name: service.name, value: "${NAME:-checkout}" }, { name: replicas, value: 3, type: int }]\n' +
      '  schema_url: https://opentelemetry.io/schemas/1.37.0\n' +
      '  detection/development: { detectors: [{ process: }], attributes: { excluded: [process.exec*, process.owner] } }\n' +
      'instrumentation/development: { js: { firstlight: { log_schema: ecs } } }\n';
    explain(await run(text, { node }), ({ answer, spans, logs, metrics, stdout, err }) => {
      assert.match(stdout, /loaded 1/);
      for (const { resource } of [spans[0]!, logs[0]!, metrics[0]!]) {
        assert.equal(resource['service.name'], 'checkout');
        assert.equal(Number(resource.replicas), 3);
        assert.notEqual(typeof resource.replicas, 'string');
        assert.ok(Number(resource['process.pid']) > 0);
        assert.deepEqual(
          Object.keys(resource).filter((name) => /^host|exec|owner/.test(name)),
          [],
        );
      }
      const headers = JSON.parse(answer) as IncomingHttpHeaders;
      assert.match(String(headers.b3), /^[0-9a-f]{32}-[0-9a-f]{16}-1/);
      assert.equal(headers.traceparent, undefined);
      assert.ok(
        err.every((line) => line['@timestamp'] !== undefined),
        'the schema of lines is that of the file',
      );
      assert.deepEqual(
        err.filter((line) => line['log.level'] === 'warn'),
        [],
      );
    });
  });

  test('views and limits of a file, in the main thread and in workers, each once', async () => {
    const text = `${PROVIDERS.replace('periodic: { ', 'periodic: { cardinality_limits: { counter: 3 }, ')}`.replace(
      / }$/,
      ', views: [' +
        '{ selector: { instrument_name: shop.work }, stream: { name: shop.renamed, description: described, ' +
        'aggregation: { explicit_bucket_histogram: { boundaries: [15, 25] } }, attribute_keys: { excluded: [sec*] } } }, ' +
        '{ selector: { instrument_name: "shop.o*", instrument_type: counter }, stream: { aggregation: { drop: } } }] }',
    );
    explain(await run(text, { node }), ({ metrics }) => {
      const names = metrics.map(({ name }) => name);
      assert.ok(!names.includes('shop.work') && !names.includes('shop.other'), names.join());
      const renamed = metrics.filter(({ name }) => name === 'shop.renamed');
      for (const where of ['main', 'worker']) {
        const points = renamed.flatMap((metric) =>
          metric.points.filter(({ attributes }) => attributes.where === where && !attributes.secret),
        );
        assert.ok(points.length > 0, where);
        const last = points.at(-1)!;
        assert.deepEqual(last.buckets?.bounds, [15, 25]);
        assert.deepEqual(last.buckets?.counts.map(Number), [2, 1, 2]);
        const items = metrics.filter(({ name, points: [point] }) => name === 'shop.items' && point);
        const ofThread = items.filter(({ points: [point] }) => isOf(point!.attributes, where)).at(-1)!;
        assert.equal(ofThread.points.length, 3, `${where} has the limit of counters`);
        assert.ok(ofThread.points.some(({ attributes }) => attributes['otel.metric.overflow'] === true));
      }
      assert.equal(renamed[0]!.description, 'described');
      assert.ok(renamed.every(({ points }) => points.every(({ attributes }) => attributes.secret === undefined)));
    });
  });

  const isOf = (attributes: Record<string, unknown>, where: string): boolean =>
    (attributes['thread.id'] === undefined) === (where === 'main');

  for (const [what, sampler, spans] of [
    ['never', '{ always_off: }', 0],
    ['a ratio of 0', '{ parent_based: { root: { trace_id_ratio_based: { ratio: 0 } } } }', 0],
    [
      'by rules',
      '{ composite/development: { rule_based: { rules: [{ attribute_values: { key: url.path, values: [/headers] }, ' +
        'sampler: { always_off: } }, { span_kinds: [server], sampler: { always_on: } }] } } }',
      1,
    ],
    [
      'always, below a parent that was not sampled, too',
      '{ parent_based: { local_parent_not_sampled: { always_on: } } }',
      3,
    ],
  ] as const)
    test(`a sampler of a file: ${what}`, async () => {
      const text = PROVIDERS.replace('processors: [{ batch', `sampler: ${sampler}, processors: [{ batch`);
      explain(await run(text, { node }), (result) => {
        assert.equal(result.spans.length, spans);
        assert.ok(result.logs.length > 0);
      });
    });
});

test('headers of a file are sent, and are in no line', async (t) => {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers);
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const text = PROVIDERS.replace(
    '"${RECEIVER}/v1/traces"',
    '"${OTHER}", headers: [{ name: Api-Key, value: "${KEY}" }]',
  );
  explain(await run(text, { env: { OTHER: `http://127.0.0.1:${port}/x`, KEY: 's3cr3t' } }), ({ stdout, stderr }) => {
    assert.ok(received.some((headers) => headers['api-key'] === 's3cr3t'));
    assert.ok(!`${stdout}${stderr}`.includes('s3cr3t'));
  });
});

test('what a file asks for in vain is one line each, with line and column; bad values are one line', async () => {
  const text = `${PROVIDERS}\nlog_level: loud\ntracer: {}\ninstrumentation/development: { js: { express: {} } }`;
  explain(await run(text, { env: { OTEL_SERVICE_NAME: 'x' } }), ({ err, answer }) => {
    const of = (code: string) => err.filter((line) => line.code === code);
    assert.deepEqual(
      of('FL_CONFIG_UNSUPPORTED').map(({ line, column, key, level }) => [level, line, column, key]),
      [
        ['warn', 6, 1, 'tracer'],
        ['warn', 7, 38, 'instrumentation/development.js.express'],
      ],
    );
    assert.equal(of('FL_CONFIG_INVALID').length, 1);
    assert.match(of('FL_CONFIG_INVALID')[0]!.message, /otel-\d+\.yaml:5:12 log_level expects one of/);
    assert.match(of('FL_CONFIG_UNKNOWN')[0]!.message, /OTEL_SERVICE_NAME \(OTEL_CONFIG_FILE is set: write \$/);
    assert.ok(answer.includes('traceparent') === false, 'no propagator is named');
  });
});

for (const [what, strict, code] of [
  ['the variables apply, and one line says so', 'false', 0],
  ['with FIRSTLIGHT_STRICT the app does not start', 'true', 78],
] as const)
  test(`a file that is not there: ${what}`, async () => {
    const env = { OTEL_CONFIG_FILE: join(folder, 'none.yaml'), OTEL_SERVICE_NAME: 'named', FIRSTLIGHT_STRICT: strict };
    const result = await runApp({ fixture: 'preload/environment.mjs', env });
    explain(result, ({ err, logs, ...ended }) => {
      assert.equal(ended.code, code);
      assert.equal(err.filter((line) => line.code === 'FL_CONFIG_INVALID').length, 1);
      if (code === 0) assert.ok(logs.every(({ resource }) => resource['service.name'] === 'named'));
    });
  });

test('without a file its parser is not loaded', async () => {
  const app = await startApp({ fixture: 'preload/measuring.cjs' });
  explain(await app.stop(), ({ stdout }) => assert.match(stdout, /loaded 0/));
});

test('Prometheus without target and scope, with labels of the resource', async () => {
  const text =
    'resource: { attributes: [{ name: service.name, value: checkout }] }\n' +
    'meter_provider: { readers: [{ pull: { cardinality_limits: { default: 2 }, exporter: { prometheus/development: { ' +
    'port: 0, scope_info_enabled: false, target_info_enabled/development: false, ' +
    'resource_constant_labels: { included: [service.n?me] } } } } }] }';
  const ask = async (app: App) => {
    const line = await app.waitForLine((each) => each.includes('FL_PROMETHEUS_LISTENING'));
    return fetchText((JSON.parse(line) as { url: string }).url);
  };
  explain(await run(text, { ask }), ({ answer }) => {
    assert.ok(!answer.includes('target_info') && !answer.includes('otel_scope_name'), answer);
    assert.match(answer, /^shop_items_total\{.*service_name="checkout".*\} 1$/m);
    assert.match(answer, /^shop_items_total\{otel_metric_overflow="true".*\} 4$/m);
  });
});
