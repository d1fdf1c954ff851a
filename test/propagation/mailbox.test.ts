import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemory, openMailbox } from '../../lib/propagation/threads/mailbox';

const pair = () => {
  const memory = createMemory();
  return { sender: openMailbox(memory), receiver: openMailbox(memory) };
};

test('a text is found by the number of its message, and once', () => {
  const { sender, receiver } = pair();
  sender.put(1, 'one');
  sender.put(3, 'drei €');
  assert.deepEqual(
    [1, 1, 2, 3, 4].map((number) => receiver.take(number)),
    ['one', undefined, undefined, 'drei €', undefined],
  );
});

test('what was left for messages that were never asked for is thrown away', () => {
  const { sender, receiver } = pair();
  for (const number of [1, 2, 3]) sender.put(number, `text ${number}`);
  assert.equal(receiver.take(3), 'text 3');
});

test('what was left for a message that could not be sent is taken back', () => {
  const { sender, receiver } = pair();
  sender.put(1, 'never sent')();
  sender.put(1, 'sent');
  assert.equal(receiver.take(1), 'sent');
});

test('a full box loses texts, never order; it works round and round', () => {
  const { sender, receiver } = pair();
  const text = (number: number) => `${number} ${'x'.repeat(number % 997)}`;
  let lost = 0;
  for (let number = 1; number <= 20_000; number += 1) {
    sender.put(number, text(number));
    // A receiver that is up to 3,000 messages late.
    const seen = number - 3000;
    if (seen < 1) continue;
    const found = receiver.take(seen);
    if (found === undefined) lost += 1;
    else assert.equal(found, text(seen));
  }
  assert.ok(lost > 0 && lost < 17_000, String(lost));
});
