import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertBelow, explain, onEachRuntime, onlySpan, runApp } from '../support';

const apps = ['first-line.cjs', 'first-line.mjs'];

onEachRuntime(
  ({ binary }) => {
    for (const app of apps) {
      test(`${app}: the app's first line is logged and traced`, async () => {
        const result = await runApp({ fixture: `preload/${app}`, node: binary });
        explain(result, ({ code, out, spans, logs }) => {
          assert.equal(code, 0);
          assert.equal(out[0]?.message, 'first line');

          const boot = onlySpan(spans, ({ name }) => name === 'boot', 'boot span');
          const inside = out.find(({ message }) => message === 'inside boot');
          assert.equal(inside?.trace_id, boot.traceId);
          assert.equal(inside?.span_id, boot.spanId);

          const client = onlySpan(spans, ({ kind }) => kind === 'CLIENT', 'client span');
          const server = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
          assert.equal(client.parentSpanId, boot.spanId);
          assertBelow(server, client, spans);
          assert.equal(logs.filter(({ body }) => body === 'first line').length, 1, 'the first line is exported once');
        });
      });
    }
  },
  { every: true },
);
