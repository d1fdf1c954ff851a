// FIRSTLIGHT_KEEP without an exporter thread.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type App, explain, onEachRuntime, runApp } from '../support';

onEachRuntime(({ binary: node }) => {
  test('errors are kept by a process without an exporter thread', async () => {
    const env = {
      FIRSTLIGHT_EXPORTER_THREAD: 'false',
      OTEL_TRACES_SAMPLER: 'always_off',
      FIRSTLIGHT_KEEP: 'errors',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    };
    const requests = async ({ url }: App): Promise<void> => {
      for (const path of ['/ok', '/fail', '/slow']) await (await fetch(url + path)).text();
    };
    explain(await runApp({ fixture: 'preload/keep.cjs', node, env, requests }), ({ spans }) => {
      assert.deepEqual(spans.map(({ name }) => name).sort(), ['GET', 'inner', 'outer']);
      assert.ok(spans.every(({ flags }) => (flags & 1) === 0));
    });
  });
});
