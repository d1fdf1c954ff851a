import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, onEachRuntime, runApp } from '../support';

const cases = [
  { guise: 'as-bun.cjs', named: 'Bun 1.3.0' },
  { guise: 'as-deno.cjs', named: 'Deno' },
  { guise: 'as-node18.cjs', named: '18.20.8' },
];

onEachRuntime(({ binary }) => {
  for (const { guise, named } of cases) {
    for (const preload of ['import', 'require'] as const) {
      test(`${guise} by --${preload}: one line, nothing else`, async () => {
        const result = await runApp({
          fixture: 'preload/environment.mjs',
          node: binary,
          preload,
          env: { LOG_LEVEL: 'loud' },
          nodeArgs: ['--require', join(fixtures, 'preload', guise)],
        });
        explain(result, ({ code, stdout, stderr, spans, logs, metrics }) => {
          assert.equal(code, 0);
          assert.equal(stdout, 'evaluated\n');
          assert.equal(stderr.trimEnd().split('\n').length, 1);
          assert.ok(
            stderr.includes(named) && stderr.includes('20.6'),
            'the line names what it found and what it needs',
          );
          assert.deepEqual([spans.length, logs.length, metrics.length], [0, 0, 0]);
        });
      });
    }
  }
});
