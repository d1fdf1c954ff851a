import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receiveMessageOnPort, MessageChannel } from 'node:worker_threads';
import { transferable } from '../../../lib/export/queue/transfer';

const cases: [name: string, bytes: Uint8Array][] = [
  ['an array of its own', new Uint8Array([1, 2, 3])],
  ['a part of a larger array', new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 4)],
  // Small buffers lie in a pool that Node.js refuses to transfer.
  ['a pooled buffer', Buffer.concat([Buffer.from([1]), Buffer.from([2, 3])])],
  ['a buffer of its own', Buffer.from(new Uint8Array([1, 2, 3]).buffer)],
];

for (const [name, bytes] of cases) {
  test(`${name} reaches the other thread whole, and nothing else with it`, () => {
    const { port1, port2 } = new MessageChannel();
    const whole = transferable(bytes);
    port1.postMessage(whole, [whole.buffer]);
    const { message } = receiveMessageOnPort(port2) as { message: Uint8Array };
    assert.deepEqual([...message], [1, 2, 3]);
    assert.equal(message.buffer.byteLength, 3);
    port1.close();
  });
}
