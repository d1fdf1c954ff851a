import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

onEachRuntime(({ binary }) => {
  test('EventEmitter: listeners run where Node runs them', async () => {
    const result = await runApp({
      fixture: 'propagation/emitters.mjs',
      node: binary,
      requests: async (app) => {
        await Promise.all(
          ['a', 'b'].map(async (id) => (await fetch(`${app.url}/${id}`, { headers: { 'x-request-id': id } })).text()),
        );
        await app.waitForLine((line) => line.includes('plain outside'));
      },
    });
    explain(result, ({ out }) => {
      const idOf = (message: string) =>
        (out.find((line) => line.message === message) ?? assert.fail(message)).request_id;
      for (const id of ['a', 'b']) {
        for (const message of [`plain ${id}`, `mine ${id}`, `awaited ${id}`]) assert.equal(idOf(message), id, message);
        for (const message of [`resource ${id}`, `looped ${id}`]) assert.equal(idOf(message), undefined, message);
      }
      assert.equal(idOf('plain outside'), undefined);
    });
  });
});
