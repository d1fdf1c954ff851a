import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SIGNALS } from '../../../lib/export';
import { splitRequest } from '../../../lib/export/request/split-request';
import { decode, encode, FORMATS, type Item } from './requests';

const item: fc.Arbitrary<Item> = fc.record({
  name: fc.string({ maxLength: 20 }),
  service: fc.constantFrom('shop', 'till'),
  scope: fc.constantFrom('sum', 'gauge'),
  values: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string({ maxLength: 500 }), { maxKeys: 3 }),
});

for (const format of FORMATS)
  for (const signal of SIGNALS) {
    test(`${signal} in ${format}: the parts hold all items in order, and none is larger than it must be`, () =>
      fc.assert(
        fc.property(
          fc.array(item, { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 300, max: 4_000 }),
          (items, most) => {
            const bytes = encode(format, signal, items);
            const parts = splitRequest(format, signal, { bytes, items: items.length }, most);
            assert.deepEqual(
              parts.flatMap((part) => decode(format, signal, part.bytes)),
              decode(format, signal, bytes),
            );
            assert.equal(
              parts.reduce((sum, part) => sum + part.items, 0),
              items.length,
            );
            const tooLarge = parts.filter((part) => part.items > 1 && part.bytes.byteLength > most && parts.length > 1);
            assert.deepEqual(tooLarge, []);
          },
        ),
      ));

    test(`${signal} in ${format}: few parts are made`, () => {
      const items = Array.from({ length: 100 }, (_, index) => ({
        name: `${index}`,
        values: { text: 'x'.repeat(100) },
      }));
      const bytes = encode(format, signal, items);
      const parts = splitRequest(format, signal, { bytes, items: 100 }, Math.ceil(bytes.byteLength / 2));
      assert.ok(parts.length <= 3, `${parts.length} parts`);
    });
  }

test('what cannot be read stays as it is', () => {
  const whole = { bytes: Uint8Array.of(1, 2, 3), items: 3 };
  for (const format of FORMATS) assert.deepEqual(splitRequest(format, 'traces', whole, 1), [whole]);
});
