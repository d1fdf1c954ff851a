import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEADLINE_MS, explain, onEachRuntime, runApp } from '../support';

const ids = Array.from({ length: 8 }, (_, index) => `r-${index}`);

onEachRuntime(({ binary }) => {
  for (const serialization of ['json', 'advanced']) {
    test(`messages between a process and its child (${serialization}) carry the context of their senders`, async () => {
      const result = await runApp({
        fixture: 'propagation/ipc-parent.cjs',
        args: [serialization],
        node: binary,
        preload: 'options',
        collector: false,
        ready: /listening (\d+)/,
        env: { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
        requests: async ({ url }) => {
          const ask = (id: string) =>
            fetch(url, { headers: { 'x-request-id': id }, signal: AbortSignal.timeout(DEADLINE_MS) });
          const answers = await Promise.all(ids.map(async (id) => (await ask(id)).text()));
          assert.deepEqual(answers, ids);
        },
      });
      explain(result, ({ stdout }) => {
        const idIn = (message: string): string | undefined => {
          const line = stdout.split('\n').find((text) => text.includes(`"${message}"`));
          return line && (JSON.parse(line) as { request_id?: string }).request_id;
        };
        assert.deepEqual(
          ids.map((id) => [idIn(`question ${id} undefined`), idIn(`answer ${id}`)]),
          ids.map((id) => [id, id]),
        );
        assert.equal(idIn('answer ready'), undefined);
        assert.ok(!stdout.includes('the app sees a frame'));
      });
    });
  }
});
