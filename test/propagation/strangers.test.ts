import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEADLINE_MS, explain, onEachRuntime, runApp } from '../support';

const hello = { text: 'hello' };

onEachRuntime(({ binary }) => {
  for (const preload of ['import', 'options'] as const) {
    test(
      `--${preload}: a thread, child or pool without the preload gets what its parent sends, and nothing ` + `else`,
      async () => {
        const answers: unknown[] = [];
        const result = await runApp({
          fixture: 'propagation/strangers.mjs',
          node: binary,
          preload,
          requests: async ({ url }) => {
            for (const id of ['a', 'b'])
              answers.push(
                await (
                  await fetch(url, { headers: { 'x-request-id': id }, signal: AbortSignal.timeout(DEADLINE_MS) })
                ).json(),
              );
          },
        });
        explain(result, () => {
          for (const [index, answer] of answers.entries()) {
            const all = Array(index + 1).fill(hello) as unknown[];
            assert.deepEqual(answer, { thread: all, child: all, piscina: all, workerpool: [hello] });
          }
        });
      },
    );
  }
});
