import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

onEachRuntime(({ binary }) => {
  test('captureContext, runWithContext, bindContext: work belongs to the code that left it, not to the code that does it', async () => {
    const result = await runApp({
      fixture: 'preload/carry.mjs',
      node: binary,
      requests: async ({ url }) => {
        const ask = async (path: string) =>
          (await fetch(`${url}/${path}`, { headers: { 'x-request-id': `r-${path}`, baggage: 'tenant=t1' } })).text();
        await Promise.all(['a', 'b', 'c'].map(ask));
        await ask('drain');
      },
    });
    explain(result, ({ out }) => {
      for (const text of ['a', 'b', 'c']) {
        const trace = out.find(
          ({ message, request_id }) => message === 'request started' && request_id === `r-${text}`,
        )?.trace_id;
        for (const message of [`carried ${text}`, `bound ${text}`]) {
          const line = out.find((each) => each.message === message);
          assert.deepEqual([line?.request_id, line?.trace_id], [`r-${text}`, trace], message);
        }
        const {
          result: id,
          got,
          name,
          arity,
          keys,
          request_id: own,
        } = out.find((line) => line.message === 'drained' && line.text === text) ?? assert.fail(text);
        assert.deepEqual([id, got, name, arity, own], [`r-${text}`, ['s', 1, 2, `r-${text}`], 'named', 2, 'r-drain']);
        assert.deepEqual(keys, ['baggage', 'request_id', 'traceparent', 'user_id']);
      }
      const outside = out.find(({ message }) => message === 'outside');
      assert.deepEqual([outside?.carrier, outside?.ran, outside?.same], [{}, 7, 8]);
    });
  });
});

test('without the preload they are harmless', async () => {
  const result = await runApp({
    fixture: 'preload/carry.mjs',
    preload: 'none',
    requests: async ({ url, waitForLine }) => {
      for (const path of ['a', 'drain']) await (await fetch(`${url}/${path}`)).text();
      // No one flushes at the signal that ends the app.
      await waitForLine((line) => line.includes('drained'));
    },
  });
  explain(result, ({ out, stderr }) => {
    assert.equal(stderr, '');
    assert.deepEqual(
      out.map(({ message, carrier, ran, same, request_id }) =>
        [message, carrier, ran, same, request_id].filter((each) => each !== undefined),
      ),
      [['outside', {}, 7, 8], ['carried a'], ['bound a'], ['drained']],
    );
  });
});
