// The code of docs/recipes.md, run: each recipe as it is written, or what the page says stands in for what cannot run
// here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type AppOptions,
  explain,
  needsService,
  onlySpan,
  preloadFile,
  root,
  startApp,
  temporaryFolder,
} from '../support';
import type { SpanRecord } from '../../collector';
import { link } from './brought';

const recipe = (name: string): string => join(root, 'examples', 'recipes', name);
const read = (name: string): string => readFileSync(recipe(name), 'utf8');

for (const name of ['recipes.md', 'migrating.md'])
  test(`${name} shows the files as they are`, () => {
    const page = readFileSync(join(root, 'docs', name), 'utf8');
    const files = [...page.matchAll(/<!-- file: (\S+) -->\n\n```\w*\n([^]*?)```\n/g)];
    assert.equal(files.length, (page.match(/<!-- file: /g) ?? []).length);
    for (const [, file, code] of files) assert.equal(code, readFileSync(join(root, file!), 'utf8'), file);
  });

/** Starts an app of a recipe, whose way of saying that it listens is its own, and asks it once. */
async function askOnce(
  options: AppOptions,
  path: string,
): Promise<{ spans: readonly SpanRecord[]; out: Record<string, unknown>[] }> {
  const app = await startApp({ ...options, env: { PORT: '0', ...options.env }, ready: /listening on (\d+)/ });
  const response = await fetch(`${app.url}${path}`, { headers: { 'x-request-id': 'r-1' } });
  await response.arrayBuffer();
  assert.ok(response.ok, app.describe());
  const result = await app.stop();
  return explain(result, ({ spans, out }) => ({ spans, out }));
}

for (const name of ['express/app.js', 'fastify/app.js', 'nestjs/app.cjs']) {
  test(name, async () => {
    const { spans, out } = await askOnce({ fixture: recipe(name) }, '/users/7');
    assert.equal(onlySpan([...spans], ({ kind }) => kind === 'SERVER', 'server span').name, 'GET /users/:id');
    assert.equal(out.find(({ message }) => message === 'looking up 7')?.request_id, 'r-1');
  });
}

test('bullmq: the worker’s line and span belong to the request', async (t) => {
  if (!(await needsService(t, 'redis'))) return;
  // BullMQ is among the packages of another test.
  const folder = temporaryFolder({
    'package.json': { type: 'module' },
    'producer.js': read('bullmq/producer.js'),
    'worker.js': read('bullmq/worker.js'),
  });
  link(folder, 'bullmq', join(root, 'test', 'fixtures', 'propagation', 'node_modules', 'bullmq'));
  link(folder, 'ioredis');
  const env = { PORT: '0', QUEUE: `recipe-${process.pid}` };
  const worker = await startApp({ fixture: join(folder, 'worker.js'), cwd: folder, env, ready: /waiting for mails/ });
  const { out } = await askOnce({ fixture: join(folder, 'producer.js'), cwd: folder, env }, '/');
  await worker.waitForLine((line) => line.includes('sent a mail to ada'));
  const done = await worker.stop();
  const [queued, sent] = [
    out.find(({ message }) => message === 'queued a mail')!,
    done.out.find(({ message }) => message === 'sent a mail to ada')!,
  ];
  assert.deepEqual([sent.request_id, sent.trace_id], ['r-1', queued.trace_id]);
});

/** Runs the Express app as another's file says: with its flags or variables, and the paths of this machine. */
const here = (text: string): string => text.replace(/\/srv\/shop\/node_modules\/firstlight\/register\.js/, preloadFile);
const served = async (options: Partial<AppOptions>, service: string): Promise<void> => {
  const { spans } = await askOnce({ fixture: recipe('express/app.js'), ...options }, '/users/7');
  assert.equal(onlySpan([...spans], ({ kind }) => kind === 'SERVER', 'server span').resource['service.name'], service);
};

test('systemd: the command line and the environment of the unit', async () => {
  const unit = read('systemd/shop.service');
  const [, ...words] = /^ExecStart=(.*)$/m.exec(unit)![1]!.split(' ');
  assert.deepEqual([words[0], words[2]], ['--import', 'app.js']);
  const env = Object.fromEntries(
    [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  ) as Record<string, string>;
  delete env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await served({ preload: 'import', preloadPath: here(words[1]!), env }, 'shop');
});

test(
  'migrating: a middleware of one’s own works beside firstlight, and without it the lines have the same ' + 'IDs',
  async () => {
    for (const [file, name] of [
      ['before.cjs', 'requestId'],
      ['after.cjs', 'request_id'],
    ] as const) {
      const folder = temporaryFolder({ 'app.cjs': read(`migrating/${file}`) });
      for (const each of ['express', 'winston']) link(folder, each);
      link(folder, 'firstlight', root);
      const { out, spans } = await askOnce({ fixture: join(folder, 'app.cjs'), cwd: folder }, '/users/7');
      const line = out.find(({ message }) => message === 'looking up')!;
      assert.deepEqual([line[name], line.request_id, line.user], ['r-1', 'r-1', '7'], file);
      assert.equal(line.trace_id, onlySpan([...spans], ({ kind }) => kind === 'SERVER', 'server span').traceId);
    }
  },
);
