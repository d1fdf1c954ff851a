import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { onEachRuntime, runApp, temporaryFolder } from '../support';

/** How many calls are generated: SAME_FUZZ_CALLS=100000 by hand. */
const calls = process.env.SAME_FUZZ_CALLS ?? '3000';
const seed = process.env.SAME_FUZZ_SEED ?? String(Date.now() % 1_000_000);

onEachRuntime(({ binary }) => {
  test(`${calls} generated calls have the same outcome bare and under the preload (seed ${seed})`, async () => {
    const [bare, preloaded] = await Promise.all(
      (['none', undefined] as const).map(async (preload) => {
        const output = join(temporaryFolder({}), 'outcomes.txt');
        const fixture = join(__dirname, 'fuzz.cjs');
        const { stdout, stderr } = await runApp({
          fixture,
          node: binary,
          preload,
          collector: preload === undefined,
          args: [seed, calls, output],
          deadlineMs: 3_600_000,
        });
        return { lines: readFileSync(output, 'utf8').split('\n'), printed: stdout + stderr };
      }),
    );
    assert.match(preloaded!.lines.at(-2)!, /uncaught exceptions of ours: 0/, preloaded!.printed);
    assert.deepEqual(preloaded!.lines, bare!.lines);
  });
});
