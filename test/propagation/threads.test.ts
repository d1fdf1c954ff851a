import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp, type LogLine } from '../support';

interface Answer {
  number: number;
  keys: string[];
}

onEachRuntime(({ binary }) => {
  test('worker threads: start, and messages both ways, belong to the request that they were sent for', async () => {
    const answers: (Answer & { id: string; kind: string })[] = [];
    const result = await runApp({
      fixture: 'propagation/threads.cjs',
      node: binary,
      preload: 'options',
      requests: async ({ url }) => {
        const ask = async (kind: string, id: string) => {
          const answer = (await (await fetch(`${url}/${kind}`, { headers: { 'x-request-id': id } })).json()) as Answer;
          answers.push({ ...answer, id, kind });
        };
        for (const kind of ['on', 'onmessage', 'addEventListener', 'mixed', 'bare']) {
          await ask(kind, `${kind}-0`);
          // At the same time, so that answers and messages overtake each other.
          await Promise.all(Array.from({ length: 20 }, (_, index) => ask(kind, `${kind}-${index + 1}`)));
        }
        await ask('outside', 'outside');
      },
    });
    explain(result, ({ out, spans }) => {
      const line = (message: string): LogLine =>
        out.find((each) => each.message === message) ?? assert.fail(`no line '${message}'`);
      const traceOf = (id: string) =>
        out.find((each) => each.message === 'request started' && each.request_id === id)?.trace_id as string;
      const ids = ({ request_id, trace_id }: LogLine) => ({ request_id, trace_id });
      assert.equal(answers.length, 5 * 21 + 1);
      for (const { number, id, kind, keys } of answers) {
        assert.deepEqual(keys, ['number'], 'messages are what their sender sent');
        if (kind === 'outside') {
          for (const message of [`told ${number}`, `heard ${number} of on`])
            assert.deepEqual(ids(line(message)), { request_id: undefined, trace_id: undefined }, message);
        } else if (kind !== 'bare') {
          const expected = { request_id: id, trace_id: traceOf(id) };
          // The first message of `mixed` is fetched: no one is called.
          if (id === 'mixed-0') continue;
          assert.deepEqual(ids(line(`told ${number}`)), expected, `told ${number}`);
          assert.deepEqual(ids(line(`heard ${number} of ${kind}`)), expected, `heard ${number}`);
        }
      }
      assert.deepEqual(
        out
          .filter(({ message }) => message === 'thread begins')
          .map(({ request_id }) => request_id as string)
          .sort(),
        ['addEventListener-0', 'mixed-0', 'on-0', 'onmessage-0'],
      );
      assert.equal(
        new Set(spans.map(({ traceId }) => traceId)).size,
        answers.length,
        'every request has a trace of its own',
      );
    });
  });
});
