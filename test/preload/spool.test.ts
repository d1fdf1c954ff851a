import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { Collector } from '../../collector';
import { decodeRecord } from '../../lib/export/spool/record';
import {
  type App,
  blackHole,
  explain,
  onEachRuntime,
  openCollector,
  refusingEndpoint,
  runApp,
  startApp,
  temporaryFolder,
  until,
} from '../support';

const QUICK = { OTEL_BSP_SCHEDULE_DELAY: '20', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
const REQUESTS = 30;

const filesIn = (root: string) =>
  (existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.batch'))
    .map((name) => join(root, name));
/** Items on disk; a file that is not whole yet, or goes meanwhile, counts nothing. */
function spooled(root: string): number {
  return filesIn(root).reduce((sum, file) => {
    try {
      return sum + (decodeRecord(readFileSync(file))?.items ?? 0);
    } catch {
      return sum;
    }
  }, 0);
}
const paths = ({ store }: Collector) =>
  store.spans
    .map(({ attributes }) => String(attributes['url.path'] ?? attributes['http.target'] ?? ''))
    .filter((path) => path.startsWith('/n'))
    .sort();
const wanted = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `/n${from + index}`).sort();

async function request(app: App, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number += 1)
    assert.equal(await (await fetch(`${app.url}/n${number}`)).text(), 'ok');
}

/** An app that was killed while its collector was away. */
async function leave(node: string, root: string, url: string, from = 0, to = REQUESTS): Promise<void> {
  const app = await startApp({
    fixture: 'preload/server.cjs',
    node,
    collector: false,
    env: { ...QUICK, OTEL_EXPORTER_ENDPOINT: url, FIRSTLIGHT_SPOOL_DIR: root },
  });
  await request(app, from, to);
  await until(() => spooled(root) >= to, 'all spans are on disk', app.describe);
  const { signal } = await app.stop('SIGKILL');
  assert.equal(signal, 'SIGKILL');
}

onEachRuntime(({ binary }) => {
  for (const [title, endpoint] of [
    ['refuses', refusingEndpoint],
    ['answers nothing', blackHole],
  ] as const) {
    test(
      `SIGKILL while the collector ${title}: the next process sends what the dead one left, once, and its ` + `own`,
      async () => {
        const root = join(temporaryFolder(), 'spool');
        await leave(binary, root, (await endpoint()).url);
        for (const file of filesIn(root)) assert.equal(statSync(file).mode & 0o777, 0o600);
        const result = await runApp({
          fixture: 'preload/server.cjs',
          node: binary,
          env: { ...QUICK, FIRSTLIGHT_SPOOL_DIR: root },
          requests: async (app) => {
            await request(app, REQUESTS, REQUESTS + 5);
            await until(() => app.collector!.store.spans.length >= REQUESTS + 5, 'all spans arrive', app.describe);
          },
        });
        explain(result, ({ signal, err, spans }) => {
          assert.equal(signal, 'SIGTERM');
          assert.deepEqual(
            err.filter(({ code }) => code !== 'FL_STARTED').map(({ code }) => code),
            [],
          );
          assert.deepEqual(
            spans.map(({ attributes }) => String(attributes['url.path'] ?? attributes['http.target'])).sort(),
            wanted(0, REQUESTS + 5),
          );
        });
        assert.deepEqual(readdirSync(root), [], 'nothing is left on disk');
      },
    );
  }

  test('out of memory: what was on disk arrives', async () => {
    const root = temporaryFolder();
    const dead = await runApp({
      fixture: 'preload/out-of-memory.cjs',
      node: binary,
      nodeArgs: ['--max-old-space-size=64'],
      collector: false,
      env: { ...QUICK, OTEL_EXPORTER_ENDPOINT: (await refusingEndpoint()).url, FIRSTLIGHT_SPOOL_DIR: root },
    });
    assert.match(dead.stderr, /heap out of memory/);
    const collector = await openCollector();
    const heir = await startApp({
      fixture: 'preload/server.cjs',
      node: binary,
      collector,
      env: { ...QUICK, FIRSTLIGHT_SPOOL_DIR: root },
    });
    await until(() => collector.store.spans.length >= 20, 'all spans arrive', heir.describe);
    await heir.stop();
    assert.deepEqual(
      collector.store.spans.map(({ name }) => name).sort(),
      Array.from({ length: 20 }, (_, number) => `span ${number}`).sort(),
    );
  });

  test('two processes that start at once on the same folder never send the same batch', async () => {
    const root = temporaryFolder();
    const away = await refusingEndpoint();
    for (let part = 0; part < 3; part += 1) await leave(binary, root, away.url, part * REQUESTS, (part + 1) * REQUESTS);
    const collector = await openCollector();
    const heirs = await Promise.all(
      [1, 2].map(() =>
        startApp({
          fixture: 'preload/server.cjs',
          node: binary,
          collector,
          env: { ...QUICK, FIRSTLIGHT_SPOOL_DIR: root },
        }),
      ),
    );
    await until(
      () => collector.store.spans.length >= 3 * REQUESTS,
      'all spans arrive',
      () => heirs.map((app) => app.describe()).join('\n'),
    );
    await Promise.all(heirs.map((app) => app.stop()));
    assert.deepEqual(paths(collector), wanted(0, 3 * REQUESTS));
    assert.deepEqual(readdirSync(root), []);
  });

  test('an orderly end while the collector is away: one line says what waits for the next process', async () => {
    const root = temporaryFolder();
    const result = await runApp({
      fixture: 'preload/ending.cjs',
      args: ['process.exit'],
      node: binary,
      collector: false,
      env: { ...QUICK, OTEL_EXPORTER_ENDPOINT: (await refusingEndpoint()).url, FIRSTLIGHT_SPOOL_DIR: root },
    });
    explain(result, ({ code, err }) => {
      assert.equal(code, 4);
      assert.deepEqual(
        err.filter((line) => line.code === 'FL_SPOOL_KEPT').map(({ items, folder }) => [items, folder]),
        [[20, root]],
      );
    });
    assert.equal(spooled(root), 20);
  });
});

const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
test(
  'a full disk: one line, and everything is sent from memory',
  { skip: !canMount && 'no file system can be mounted here' },
  async () => {
    const root = temporaryFolder();
    const result = await runApp({
      fixture: 'preload/server.cjs',
      under: ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o size=8k tmpfs "$0" && exec "$@"', root],
      env: { ...QUICK, FIRSTLIGHT_SPOOL_DIR: root },
      requests: async (app) => {
        await request(app, 0, REQUESTS);
        await app.waitForLine((line) => line.includes('FL_SPOOL_UNUSABLE'));
        await until(() => app.collector!.store.spans.length >= REQUESTS, 'all spans arrive', app.describe);
      },
    });
    explain(result, ({ err, spans }) => {
      assert.equal(spans.length, REQUESTS);
      const lines = err.filter(({ code }) => code === 'FL_SPOOL_UNUSABLE');
      assert.equal(lines.length, 1);
      assert.match(lines[0]!.message, /no space left/);
    });
  },
);
