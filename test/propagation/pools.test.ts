import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEADLINE_MS, explain, onEachRuntime, runApp } from '../support';

const ways = ['piscina', 'piscina-esm', 'workerpool', 'workerpool-function', 'p-queue', 'p-limit'];

onEachRuntime(({ binary }) => {
  for (const flags of ['', 'other', 'other,require'])
    test(
      `pools and queues${flags && ` (${flags})`}: each task belongs to the request that asked for it, ` +
        `whoever comes before or after`,
      async () => {
        const texts = ways.flatMap((way) =>
          Array.from({ length: 12 }, (_, index) => ({ way, text: `${way}-${index}` })),
        );
        const result = await runApp({
          fixture: 'propagation/pools.mjs',
          args: [flags],
          node: binary,
          preload: 'options',
          requests: async ({ url }) => {
            const ask = async (way: string, text: string) =>
              assert.match(
                await (
                  await fetch(`${url}/${way}/${text}`, {
                    headers: { 'x-request-id': text },
                    signal: AbortSignal.timeout(DEADLINE_MS),
                  })
                ).text(),
                new RegExp(`${text}$`),
              );
            await Promise.all(texts.map(({ way, text }) => ask(way, text)));
            for (const way of ways) await ask(way, 'outside');
          },
        });
        explain(result, ({ out }) => {
          for (const { text } of texts) {
            const done = out.find(({ message }) => message === `done ${text}`);
            const started = out.find(({ message, request_id }) => message === 'request started' && request_id === text);
            assert.deepEqual([done?.request_id, done?.trace_id], [text, started?.trace_id], text);
          }
          for (const way of ways) {
            const done = out.find(({ message }) => message === `done ${way}-outside`);
            assert.deepEqual(
              [done?.level, done?.request_id, done?.trace_id],
              ['info', undefined, undefined],
              `${way} outside of any request`,
            );
          }
        });
      },
    );
});
