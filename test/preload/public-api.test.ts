import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, onlySpan, runApp } from '../support';

onEachRuntime(({ binary }) => {
  for (const app of ['api.cjs', 'api.mjs']) {
    test(`${app}: logger, tracer, request ID and user are those of the preload`, async () => {
      let answer: { requestId?: string } = {};
      const result = await runApp({
        fixture: `preload/${app}`,
        node: binary,
        requests: async ({ url }) => {
          answer = (await (await fetch(url, { headers: { 'x-request-id': 'r-1' } })).json()) as typeof answer;
        },
      });
      explain(result, ({ out, spans }) => {
        assert.equal(answer.requestId, 'r-1');
        const server = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
        const work = onlySpan(spans, ({ name }) => name === 'work', 'work span');
        assert.equal(work.parentSpanId, server.spanId);
        const outside = out.find(({ message }) => message === 'outside');
        assert.equal(outside?.inRequest, false);
        const inside = out.find(({ message }) => message === 'inside');
        assert.deepEqual([inside?.request_id, inside?.span_id, inside?.color], ['r-1', work.spanId, 'red']);
        assert.equal(out.find(({ message }) => message === 'request completed')?.user_id, 'u-42');
      });
    });

    test(`${app}: harmless without the preload`, async () => {
      const result = await runApp({
        fixture: `preload/${app}`,
        node: binary,
        preload: 'none',
        collector: false,
        requests: async ({ url }) => assert.deepEqual(await (await fetch(url)).json(), {}),
      });
      explain(result, ({ signal, stderr }) => {
        assert.equal(signal, 'SIGTERM');
        assert.equal(stderr, '');
      });
    });
  }
});
