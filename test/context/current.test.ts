import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  captureCarrier,
  createRecord,
  currentRequest,
  enterRequest,
  MAX_USER_ID_LENGTH,
  runWithCarrier,
  runWithRequest,
  setUser,
  toUserId,
} from '../../lib/context';

const record = () => createRecord({ id: 'r1', method: 'GET', path: '/' });

test('there is no request outside of one, and setUser does nothing there', () => {
  assert.equal(currentRequest(), undefined);
  setUser('nobody');
  assert.deepEqual(captureCarrier(), {});
});

test('a request follows awaits, timers and microtasks, and ends with the function', async () => {
  const mine = record();
  await runWithRequest(mine, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(currentRequest(), mine);
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    assert.equal(currentRequest(), mine);
  });
  assert.equal(currentRequest(), undefined);
});

test('entering lasts for the rest of the execution', async () => {
  const mine = record();
  await new Promise<void>((resolve) =>
    setImmediate(() => {
      enterRequest(mine);
      assert.equal(currentRequest(), mine);
      resolve();
    }),
  );
});

test('setUser names the user of the current request', () => {
  const mine = record();
  runWithRequest(mine, () => setUser(42));
  assert.equal(mine.userId, '42');
  runWithRequest(mine, () => setUser({} as string));
  assert.equal(mine.userId, '42', 'what is no ID changes nothing');
});

const ids: [unknown, string | undefined][] = [
  ['u1', 'u1'],
  [7, '7'],
  [7n, '7'],
  [0, '0'],
  ['', undefined],
  [1.5, undefined],
  [Number.NaN, undefined],
  [true, undefined],
  [null, undefined],
  [undefined, undefined],
  [{}, undefined],
  ['x'.repeat(500), 'x'.repeat(MAX_USER_ID_LENGTH)],
];
for (const [value, expected] of ids)
  test(`as a user ID, ${String(value).slice(0, 20)} is ${expected?.slice(0, 20)}`, () =>
    assert.equal(toUserId(value), expected));

test('a carrier takes request and user along as plain JSON', () => {
  const mine = record();
  const sent = runWithRequest(mine, () => {
    setUser('u1');
    return JSON.stringify(captureCarrier());
  });
  assert.equal(sent, '{"request_id":"r1","user_id":"u1"}');
  runWithCarrier(JSON.parse(sent), () => {
    assert.equal(currentRequest()?.id, 'r1');
    assert.equal(currentRequest()?.userId, 'u1');
  });
});

for (const carrier of [undefined, {}, { request_id: 'not valid!' }, { request_id: 5 as unknown as string }]) {
  test(`a carrier ${JSON.stringify(carrier)} is no context, wherever it is used`, () => {
    runWithRequest(record(), () => runWithCarrier(carrier, () => assert.equal(currentRequest(), undefined)));
  });
}
