// `firstlight query`: of a saved session, a folder of them, and a running collector.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startCollector } from '../../collector';
import { encodeLine } from '../../collector/saving/encode';
import { fill, order, traceId } from '../page/sample';
import { temporaryFolder } from '../support/folder';
import { root, runCli } from './cli';

const folder = temporaryFolder();
const NOW = 1_700_000_000_000_000_000n;
const orders = Array.from({ length: 20 }, (_, number) => order(number, NOW + BigInt(number) * 1_000_000_000n));
const session = (from: number, to: number): string =>
  orders
    .slice(from, to)
    .flatMap(({ spans, logs }) => [encodeLine('traces', spans), encodeLine('logs', logs)])
    .map((line) => `${line}\n`)
    .join('');
const file = join(folder, 'all.jsonl');
writeFileSync(file, session(0, 20));
mkdirSync(join(folder, 'several'));
writeFileSync(join(folder, 'several', 'a.jsonl'), session(0, 10));
writeFileSync(join(folder, 'several', 'b.jsonl.gz'), gzipSync(session(10, 20)));
writeFileSync(join(folder, 'several', 'notes.txt'), 'hello');

const json = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('traces of a file, for people and for programs', async () => {
  const { code, stdout } = await runCli(['query', 'service=shop-web status=error', file]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    new RegExp(`502  POST /orders/:id /orders/3  shop-web, orders · 5 spans · ✖ 3 errors  ${traceId(3)}\n$`),
  );
  const found = json((await runCli(['query', '--json', '--slowest', '--limit', '2', '', file])).stdout);
  assert.deepEqual(
    found.map(({ id }) => id),
    [traceId(19), traceId(18)],
  );
});

test('log lines and statistics of a folder with a compressed file', async () => {
  const several = join(folder, 'several');
  const lines = json((await runCli(['query', '--logs', '--json', 'looking up', several])).stdout);
  assert.equal(lines.length, 20);
  assert.equal(lines[19]!.body, 'looking up the stock of 19');
  const { stdout } = await runCli(['query', '--statistics', '', several]);
  assert.match(stdout, /^Requests by route\n[\s\S]*GET \/stock\/:id {2}orders +20 +1\.05 +5\.0 % +22\.00 ms/);
});

for (const [name, args, code, message] of [
  ['nothing is found', ['query', 'nowhere', file], 1, /^$/],
  ['a query that is none', ['query', 'duration>slow', file], 64, /query: duration: expected a number or a duration/],
  ['a file that is not there', ['query', 'x', '/nowhere.jsonl'], 66, /cannot read \/nowhere\.jsonl/],
  ['no collector', ['query', '--http-port', '9', 'x'], 69, /no collector answers at http:\/\/127\.0\.0\.1:9\/: start/],
] as const)
  test(name, async () => {
    const result = await runCli([...args]);
    assert.deepEqual([result.code, result.stdout], [code, '']);
    assert.match(result.stderr, message);
  });

test('a running collector', async (t) => {
  const collector = await startCollector({ pageFolder: join(root, 'dist', 'page') });
  t.after(() => collector.close());
  fill(collector, 20);
  const port = ['--http-port', String(collector.httpPort)];
  const lines = json((await runCli(['query', '--json', '--logs', ...port, 'level>=error service=orders'])).stdout);
  assert.deepEqual(
    lines.map(({ traceId: id }) => id),
    [traceId(3)],
  );
  assert.equal((await runCli(['query', '--last', '1s', ...port, 'status=error'])).code, 1);
});
