// The collector alone, in a process of its own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCollector } from '../../bin/receiving';
import { FirstlightError } from '../../lib/errors';
import type { Collector, CollectorOptions } from '../../collector';
import { temporaryFolder } from '../support/folder';
import { type Cli, runCli, startCli } from './cli';

const FREE_PORTS = ['--grpc-port', '0', '--http-port=0'];
const TRACE_ID = '5b8efff798038103d269b633813fc60c';

/** Sends one span and returns the status of the answer. */
async function sendSpan(url: string, fields: object = {}): Promise<number> {
  const span = {
    traceId: TRACE_ID,
    spanId: 'eee19b7ec3c1b174',
    name: 'buy',
    startTimeUnixNano: '1000000',
    endTimeUnixNano: '3500000',
    ...fields,
  };
  const body = JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeSpans: [{ spans: [span] }],
      },
    ],
  });
  return (await fetch(`${url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }))
    .status;
}

test('--save keeps the session; view shows it, and says what it cannot read', async () => {
  const folder = join(temporaryFolder(), 'sessions');
  const cli = startCli(['collector', '--json', '--save', folder, ...FREE_PORTS]);
  await sendSpan(await httpEndpoint(cli));
  cli.child.kill('SIGTERM');
  await cli.ended();
  const file = join(folder, readdirSync(folder)[0]!);
  appendFileSync(file, '{"resourceSpans":[{"scop');
  const view = startCli(['view', '--json', file]);
  const { spans, logs, metrics } = JSON.parse(await view.line((line) => line.includes('collector started'))) as Record<
    string,
    unknown
  >;
  assert.deepEqual([spans, logs, metrics], [1, 0, 0]);
  view.child.kill('SIGINT');
  const { code, stderr } = await view.ended();
  assert.equal(code, 0);
  assert.match(stderr, /left out 1 of 2 lines/);
});

const UNVIEWABLE = [
  { name: 'no file', args: [], code: 64, stderr: /expected a file/ },
  {
    name: 'a file that is not there',
    args: ['/nowhere.jsonl'],
    code: 66,
    stderr: /cannot read \/nowhere\.jsonl: ENOENT/,
  },
  { name: 'a file of something else', args: [__filename], code: 65, stderr: /holds no OTLP\/JSON lines/ },
];

for (const { name, args, code, stderr } of UNVIEWABLE) {
  test(`view with ${name}: ${code}`, async () => {
    const result = await runCli(['view', ...args]);
    assert.equal(result.code, code);
    assert.match(result.stderr, stderr);
  });
}

test('--save names its file at the start and at the end', async () => {
  const folder = temporaryFolder();
  const cli = startCli(['collector', '--save', folder, ...FREE_PORTS]);
  const line = await cli.line((each) => each.startsWith('firstlight: saves what it receives in '));
  const file = line.split(' in ')[1]!;
  assert.ok(existsSync(file), file);
  cli.child.kill('SIGTERM');
  const { stderr } = await cli.ended();
  assert.ok(stderr.includes(`firstlight: saved 0.0 MB in ${file}; `), stderr);
});

test('--save into what is no folder is reported, and the collector runs', async () => {
  const cli = startCli(['collector', '--save', __filename, ...FREE_PORTS]);
  await cli.line((line) => line.startsWith('firstlight: --save: cannot write into'));
  cli.child.kill('SIGTERM');
  assert.equal((await cli.ended()).code, 0);
});

async function httpEndpoint(cli: Cli): Promise<string> {
  const line = await cli.line((each) => each.includes('"collector started"'));
  return (JSON.parse(line) as { httpEndpoint: string }).httpEndpoint;
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`prints finished traces as JSON lines; ${signal} ends it with 0`, async () => {
    const cli = startCli(['collector', '--json', '--wait', '0', ...FREE_PORTS]);
    assert.equal(await sendSpan(await httpEndpoint(cli)), 200);
    const line = JSON.parse(await cli.line((each) => each.includes(TRACE_ID))) as Record<string, unknown>;
    assert.deepEqual(
      [line.traceId, line.name, line.durationMs, line.complete, line.services],
      [TRACE_ID, 'buy', 2.5, true, ['shop']],
    );
    cli.child.kill(signal);
    const { code, stdout } = await cli.ended();
    assert.equal(code, 0);
    assert.equal(stdout.trim().split('\n').length, 1);
  });
}

test('prints unfinished traces, as a tree, before it ends', async () => {
  const cli = startCli(['collector', ...FREE_PORTS]);
  const endpoints = await cli.line((line) => line.startsWith('firstlight: receiving OTLP on'));
  await sendSpan(/(http:\/\/127\.0\.0\.1:\d+) \(HTTP\)/.exec(endpoints)![1]!, { parentSpanId: 'aaaaaaaaaaaaaaaa' });
  cli.child.kill('SIGTERM');
  const { code, stdout } = await cli.ended();
  assert.equal(
    stdout,
    `\nbuy · trace ${TRACE_ID} · 2.50 ms · 1 span · incomplete: a parent has not arrived\nbuy  internal  shop ` +
      ` 2.50 ms\n\n`,
  );
  assert.equal(code, 0);
});

test('ends when its output is not read any more', async () => {
  const cli = startCli(['collector', '--json', '--wait', '0', ...FREE_PORTS]);
  const url = await httpEndpoint(cli);
  cli.child.stdout!.destroy();
  await sendSpan(url);
  assert.equal((await cli.ended()).code, 0);
});

test('a port that was asked for and is taken: 69, and a remedy', async (t) => {
  const holder = net.createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  t.after(() => holder.close());
  const { port } = holder.address() as net.AddressInfo;
  for (const args of [
    ['--grpc-port', String(port), '--http-port=0'],
    ['--grpc-port=0', '--http-port', String(port)],
  ]) {
    const { code, stderr } = await runCli(['collector', ...args]);
    assert.equal(code, 69);
    assert.match(
      stderr,
      new RegExp(
        `^firstlight: the collector cannot listen: (gRPC|HTTP) on 127\\.0\\.0\\.1:${port}: ` +
          `.*EADDRINUSE.*--grpc-port and --http-port[^\n]*\n$`,
      ),
    );
  }
});

const PORTS: { name: string; ports: Record<string, number>; taken: number[]; opened?: CollectorOptions }[] = [
  { name: 'the customary ports', ports: {}, taken: [], opened: { grpcPort: 4317, httpPort: 4318 } },
  { name: 'free ports where one of them is taken', ports: {}, taken: [4318], opened: { grpcPort: 0, httpPort: 0 } },
  {
    name: 'the ports that are asked for',
    ports: { 'grpc-port': 1, 'http-port': 2 },
    taken: [],
    opened: { grpcPort: 1, httpPort: 2 },
  },
  {
    name: 'the one that is asked for beside a free one',
    ports: { 'grpc-port': 1 },
    taken: [4318],
    opened: { grpcPort: 1, httpPort: 0 },
  },
  { name: 'none where the one that is asked for is taken', ports: { 'grpc-port': 1 }, taken: [1] },
];

for (const { name, ports, taken, opened } of PORTS) {
  test(`opens ${name}`, async (t) => {
    const lines: string[] = [];
    if (!opened)
      t.mock.method(
        require('node:fs') as { writeSync(): number },
        'writeSync',
        (_fd: number, bytes: Buffer) => lines.push(String(bytes)) && bytes.length,
      );
    let last: CollectorOptions | undefined;
    const collector = await openCollector(ports, (options) => {
      last = { grpcPort: options!.grpcPort, httpPort: options!.httpPort };
      const refused = [options!.grpcPort, options!.httpPort].find((port) => taken.includes(port!));
      return refused
        ? Promise.reject(new FirstlightError('FL_COLLECTOR_LISTEN', `port ${refused}`))
        : Promise.resolve({} as Collector);
    });
    assert.equal(collector !== undefined, opened !== undefined);
    if (opened) assert.deepEqual(last, opened);
  });
}
