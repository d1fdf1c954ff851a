import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

type Headers = Record<string, string | undefined>;

const cases: [title: string, env: Record<string, string>, path: string, expected: string | undefined][] = [
  ['the request ID stays inside', {}, '/', undefined],
  ['FIRSTLIGHT_PROPAGATE_REQUEST_ID=true sends it along', { FIRSTLIGHT_PROPAGATE_REQUEST_ID: 'true' }, '/', 'r-1'],
  ['one that the app sends stays', { FIRSTLIGHT_PROPAGATE_REQUEST_ID: 'true' }, '/own', 'mine'],
];

onEachRuntime(({ binary }) => {
  for (const [title, env, path, expected] of cases) {
    test(`outgoing HTTP and gRPC: ${title}; trace context and baggage always go`, async () => {
      let answers: Record<string, Headers> = {};
      const result = await runApp({
        fixture: 'propagation/outgoing.mjs',
        node: binary,
        env,
        requests: async ({ url }) => {
          answers = (await (
            await fetch(url + path, {
              headers: { 'x-request-id': 'r-1', baggage: 'tenant=t1,request_id=evil,x-request-id=evil' },
            })
          ).json()) as typeof answers;
        },
      });
      explain(result, ({ out }) => {
        const { trace_id: trace } = out.find(({ message }) => message === 'request started')!;
        assert.deepEqual(Object.keys(answers), ['http', 'fetch', 'grpc']);
        for (const [way, headers] of Object.entries(answers)) {
          assert.equal(headers['x-request-id'], expected, way);
          assert.equal(headers.traceparent?.split('-')[1], trace, way);
          assert.match(headers.baggage ?? '', /tenant=t1/, way);
        }
      });
    });
  }
});
