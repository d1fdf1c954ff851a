// A page clears, imports and exports; others do not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startCollector } from '../../collector';
import { fill } from '../page/sample';
import { temporaryFolder } from '../support/folder';

const PAGE = { 'index.html': '', 'page.js': '', 'page.css': '', 'icon.svg': '' };

test('export of all and of a selection, clear, and import of what was exported, in every form', async (t) => {
  const collector = await startCollector({ pageFolder: temporaryFolder(PAGE) });
  t.after(() => collector.close());
  const { store } = collector;
  const call = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(new URL(path, collector.pageUrl), { method: 'POST', ...init });
  fill(collector, 40);
  const held = (): number[] => [store.spans.length, store.logs.length, store.series.size];
  const before = held();
  const all = await (await call('/api/export', { method: 'GET' })).text();
  const some = await (await call('/api/export?q=status%3Derror', { method: 'GET' })).text();
  assert.equal((await call('/api/clear')).status, 200);
  assert.deepEqual(held(), [0, 0, 0]);
  assert.equal((await call('/api/import', { body: all })).status, 200);
  assert.deepEqual(held(), before);
  await call('/api/clear');
  assert.equal((await call('/api/import', { body: gzipSync(some) })).status, 200);
  assert.deepEqual(held(), [15, 12, 0]);
  await call('/api/clear');
  const pretty = JSON.stringify(JSON.parse(some.split('\n')[0]!), null, 2);
  assert.deepEqual(await (await call('/api/import', { body: pretty })).json(), { lines: 1, unreadable: 0 });
  assert.equal(store.spans.length, 15);
  const bad = await call('/api/import', { body: 'hello' });
  assert.deepEqual([bad.status, await bad.json()], [400, { message: 'it holds no OTLP/JSON' }]);
  assert.equal((await call('/api/clear', { headers: { origin: 'https://evil.example' } })).status, 403);
  assert.equal((await call('/api/clear', { method: 'GET' })).status, 404);
  assert.equal(store.spans.length, 15);
});
