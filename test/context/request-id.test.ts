import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptRequestId, newRequestId } from '../../lib/context';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const honoured = ['a', 'client-1', 'A.b_c-9', 'x'.repeat(128), '3f2504e0-4f89-41d3-9a0c-0305e82c3301'];
const replaced: unknown[] = [
  undefined,
  '',
  'x'.repeat(129),
  'with space',
  'a\nb',
  'ä',
  '${jndi}',
  '<script>',
  ['a', 'b'],
  42,
  null,
];

for (const value of honoured) test(`honours ${value.slice(0, 40)}`, () => assert.equal(acceptRequestId(value), value));
for (const value of replaced)
  test(`replaces ${String(JSON.stringify(value)).slice(0, 40)}`, () => assert.match(acceptRequestId(value), UUID));
test('new IDs differ', () => assert.notEqual(newRequestId(), newRequestId()));
