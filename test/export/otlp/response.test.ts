import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partialSuccessOf, refusalText, retryAfterOf, retryInfoOf } from '../../../lib/export/otlp/response';
import { exportResponse, statusResponse } from '../../../collector/receive/responses';

const NOW = Date.parse('2026-01-01T00:00:00Z');

for (const format of ['protobuf', 'json'] as const) {
  test(`a partial success in ${format} says how many were refused, and why`, () => {
    for (const signal of ['traces', 'logs', 'metrics'] as const) {
      assert.deepEqual(
        partialSuccessOf(exportResponse(signal, format, { rejected: 300, message: 'too old' }), format),
        { rejected: 300, message: 'too old' },
      );
      assert.equal(partialSuccessOf(exportResponse(signal, format), format), undefined);
    }
  });

  test(`the reason in a refusal in ${format} is found`, () =>
    assert.equal(
      refusalText(
        statusResponse(3, 'no such tenant', format),
        `application/${format === 'json' ? 'json' : 'x-protobuf'}`,
      ),
      'no such tenant',
    ));
}

test('what is no OTLP at all is no partial success, and no error either', () => {
  for (const bytes of [
    Buffer.from('<html>'),
    Buffer.from([0xff, 0xff, 0xff]),
    Buffer.from([0x0a, 0x7f, 0x01]),
    Buffer.alloc(0),
  ]) {
    assert.equal(partialSuccessOf(bytes, 'json'), undefined);
    assert.equal(partialSuccessOf(bytes, 'protobuf'), undefined);
    assert.equal(retryInfoOf(bytes), undefined);
  }
  assert.equal(refusalText(Buffer.from('<html>'), 'text/html'), '');
  assert.equal(refusalText(Buffer.from('who are you\n'), 'text/plain; charset=utf-8'), 'who are you');
});

const headers: [string | undefined, number | undefined][] = [
  ['2', 2000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
  ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
];
for (const [header, ms] of headers)
  test(`Retry-After: ${header} is ${ms} ms`, () => assert.equal(retryAfterOf(header, NOW), ms));
