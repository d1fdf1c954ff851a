import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIGNALS } from '../../../lib/export';
import { cutRequest } from '../../../lib/export/request/cut-request';
import { itemName } from '../../../lib/export/request/item-name';
import { decode, encode, FORMATS } from './requests';

const MOST = 10_000;
const MARK = /… \[\d+ (?:bytes|characters) cut\]$/;

for (const format of FORMATS) {
  for (const signal of SIGNALS)
    test(`${signal} in ${format}: the largest values are cut and marked, the others stay`, () => {
      const values = { small: 'stays', large: 'é'.repeat(100_000), count: 3 };
      const request = encode(format, signal, [{ name: 'one', values }]);
      const cut = cutRequest(format, signal, request, MOST)!;
      assert.ok(cut.byteLength <= MOST && cut.byteLength > MOST / 4, `${cut.byteLength} bytes`);
      const [found] = decode(format, signal, cut);
      assert.equal(found!.attributes.small, 'stays');
      assert.equal(found!.attributes.count, 3);
      assert.match(found!.attributes.large, MARK);
      assert.match(found!.attributes.large.replace(MARK, ''), /^é+$/);
    });

  const nested: [string, unknown, RegExp][] = [
    ['a text in a map in a list', [{ deep: 'x'.repeat(50_000) }], /cut\]/],
    ['very many values', Array.from({ length: 20_000 }, (_, index) => index), /… \[\d+ values cut\]/],
    ['bytes', Buffer.alloc(50_000, 7), /^(?!.*cut)/],
    ['surrogates', `${'x'.repeat(64)}${'😀'.repeat(30_000)}`, /cut\]/],
  ];
  for (const [what, value, expected] of nested)
    test(`${format}: ${what}, as an attribute of a log record, can be cut`, () => {
      const request = encode(format, 'logs', [{ name: 'one', values: { value } }]);
      const cut = cutRequest(format, 'logs', request, MOST)!;
      assert.ok(cut.byteLength <= MOST, `${cut.byteLength} bytes`);
      const [found] = decode(format, 'logs', cut);
      assert.match(JSON.stringify(found!.attributes.value), expected);
      assert.doesNotMatch(JSON.stringify(found!.attributes), /\\ud[89a-f]|\ufffd/i);
    });

  test(`${format}: names are kept as long as something else is larger`, () => {
    const name = 'n'.repeat(900);
    const request = encode(format, 'traces', [{ name, values: { text: 'x'.repeat(50_000) } }]);
    const [found] = decode(format, 'traces', cutRequest(format, 'traces', request, MOST)!);
    assert.equal(found!.name, name);
  });

  test(`${format}: what has nothing to cut cannot be cut`, () => {
    assert.equal(cutRequest(format, 'traces', encode(format, 'traces', [{ name: 'one' }]), 50), undefined);
    assert.equal(cutRequest(format, 'traces', Uint8Array.of(1, 2, 3), 1), undefined);
  });

  test(`${format}: an item is named by its name, a record by how it begins`, () => {
    const names = SIGNALS.map((signal) => itemName(format, signal, encode(format, signal, [{ name: 'one' }])));
    assert.deepEqual(names, ['span "one"', 'log record "one"', 'metric "sum"']);
    const long = encode(format, 'traces', [{ name: 'n'.repeat(100) }]);
    assert.equal(itemName(format, 'traces', long), `span "${'n'.repeat(80)}…"`);
    assert.equal(itemName(format, 'logs', Uint8Array.of(1, 2, 3)), 'log record');
  });
}
