import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeadline } from '../../lib/lifecycle';

test('a deadline starts with the first question and is shared by all that ask', () => {
  let now = 1_000;
  const deadline = createDeadline(300, () => now);
  now = 5_000;
  assert.equal(deadline.left(), 300);
  now = 5_200;
  assert.equal(deadline.left(), 100);
  now = 9_000;
  assert.equal(deadline.left(), 0);
});
