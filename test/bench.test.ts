// The bench's parts work: one short run of each against bare Node. No figure is judged here, only that there is one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const root = join(__dirname, '..');
const run = promisify(execFile);
const bench = (...args: string[]) =>
  run(process.execPath, [join(root, 'benchmarks/run.mjs'), ...args], { maxBuffer: 2 ** 24 });
const load = (path: string): Promise<any> => import(join(root, 'benchmarks', path));

const PARTS: { part: string; figures: string[]; cases: number; needs?: string }[] = [
  { part: 'startup', figures: [], cases: 3 },
  { part: 'memory', figures: ['rssMb'], cases: 1 },
  { part: 'requests', figures: ['perSecond', 'cpuUs', 'rssMb', 'served'], cases: 2, needs: 'autocannon' },
  { part: 'delivery', figures: ['made', 'exitMs'], cases: 6 },
  { part: 'faults', figures: ['p50Ms', 'p99Ms'], cases: 1 },
  { part: 'soak', figures: ['startMb', 'peakMb'], cases: 1 },
  { part: 'logs', figures: ['perSecond', 'bytesPerLine', 'disabledNs'], cases: process.platform === 'linux' ? 9 : 6 },
];

describe('npm run bench', () => {
  for (const { part, figures, cases, needs } of PARTS) {
    const missing = needs && process.env.CI !== 'true' && !existsSync(join(root, 'benchmarks/node_modules', needs));
    it(`measures ${part}`, { skip: missing && `${needs} is not installed: npm ci --prefix benchmarks` }, async () => {
      const { stdout } = await bench(part, '--quick', '--subjects', 'bare', '--no-install', '--json');
      const [result] = JSON.parse(stdout);
      assert.equal(result.part, part);
      assert.equal(result.cases.length, cases);
      for (const { group, subject, runs } of result.cases) {
        assert.equal(runs.length, 1);
        if (part === 'logs' && group !== '/dev/null') assert.equal(runs[0].kept, 100, `${group}, ${subject}`);
        for (const name of figures)
          assert.ok(
            runs[0][name] > 0,
            `${group}, ${subject}: expected ${name} to be a figure, received ${runs[0][name]}`,
          );
      }
      const { renderResult } = await load('report.mjs');
      assert.match(renderResult(result), /^\| bare Node|^\| winston|\| bare Node \|/m);
    });
  }

  it('refuses what it does not understand with 2 and a sentence', async () => {
    await assert.rejects(bench('speed'), {
      code: 2,
      stderr: /part: expected one of startup, memory, requests, delivery, faults, soak, logs, received "speed"/,
    });
    await assert.rejects(bench('--runs', '0'), {
      code: 2,
      stderr: /--runs: expected a whole number from 1, received "0"/,
    });
  });
});

describe("the bench's receiver", () => {
  for (const protocol of ['grpc', 'proto'] as const) {
    it(`counts each span once that an OTLP exporter sends by ${protocol}`, async () => {
      const { startReceiver } = await load('receiver/client.mjs');
      const receiver = await startReceiver();
      try {
        const { OTLPTraceExporter } = require(`@opentelemetry/exporter-trace-otlp-${protocol}`);
        const {
          BasicTracerProvider,
          InMemorySpanExporter,
          SimpleSpanProcessor,
        } = require('@opentelemetry/sdk-trace-base');
        const { resourceFromAttributes } = require('@opentelemetry/resources');
        const memory = new InMemorySpanExporter();
        const provider = new BasicTracerProvider({
          resource: resourceFromAttributes({ a: 1, 'service.name': 'one' }),
          spanProcessors: [new SimpleSpanProcessor(memory)],
        });
        const tracer = provider.getTracer('test');
        for (let index = 0; index < 5; index += 1)
          tracer.startSpan('named', { kind: index < 2 ? 1 : 0, attributes: { long: 'x'.repeat(300) } }).end();
        const url =
          protocol === 'grpc'
            ? `http://127.0.0.1:${receiver.grpcPort}`
            : `http://127.0.0.1:${receiver.httpPort}/v1/traces`;
        const exporter = new OTLPTraceExporter({ url });
        const send = () =>
          new Promise<{ code: number }>((resolve) => {
            exporter.export(memory.getFinishedSpans(), resolve);
          });
        assert.deepEqual([(await send()).code, (await send()).code], [0, 0]);
        const counts = await receiver.settle('one', ({ duplicates }: any) => duplicates === 5, { deadlineMs: 5000 });
        assert.deepEqual(
          [counts.spans, counts.duplicates, counts.kinds, counts.names],
          [5, 5, { SERVER: 2, INTERNAL: 3 }, { named: 5 }],
        );
        assert.equal((await receiver.counts('another')).spans, 0);
        await exporter.shutdown();
      } finally {
        await receiver.close();
      }
    });
  }
});

describe('what the bench writes', () => {
  it('shows medians, ranges and ratios to bare Node and upstream', async () => {
    const { subjectTable } = await load('table.mjs');
    const figures = { bare: [40, 42, 44], firstlight: [60, 62, 64], upstream: [140, 142, 144] };
    const cases = Object.entries(figures).map(([subject, values]) => ({ subject, runs: values.map((ms) => ({ ms })) }));
    assert.equal(
      subjectTable(cases, [{ key: 'ms', label: 'ms', added: true, against: ['bare', 'upstream'] }]),
      [
        "|  | ms | of bare Node | added, of upstream register's |",
        '| --- | ---: | ---: | ---: |',
        '| bare Node | 42 (40–44) |  |  |',
        '| firstlight | 62 (60–64) | 1.48 × | 0.20 × |',
        '| upstream register | 142 (140–144) | 3.38 × |  |',
      ].join('\n'),
    );
  });

  it('has docs/benchmarks.md as benchmarks/results.json says', async () => {
    const [{ fillDocs }, { readResults }] = [await load('report.mjs'), await load('results.mjs')];
    const text = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8');
    assert.equal(fillDocs(text, readResults()), text, 'docs/benchmarks.md has drifted: npm run bench -- --render');
  });

  it('measures upstream with one copy of each OpenTelemetry package', () => {
    const lock = JSON.parse(readFileSync(join(root, 'benchmarks/upstream/package-lock.json'), 'utf8'));
    const names = Object.keys(lock.packages)
      .filter((path) => path.includes('@opentelemetry/'))
      .map((path) => path.slice(path.lastIndexOf('@opentelemetry/')));
    assert.ok(names.length > 50);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
});
