import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIGNALS } from '../../../lib/export';
import { cutRequest } from '../../../lib/export/request/cut-request';
import { itemName } from '../../../lib/export/request/item-name';
import { varintOf, wireFields } from '../../../lib/export/request/wire';
import { decode, encode, type Format, FORMATS } from './requests';

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

  for (const signal of SIGNALS)
    test(`${signal} in ${format}: of very many small values some are dropped, and counted`, () => {
      const values = Object.fromEntries(
        Array.from({ length: 2_000 }, (_, index) => [`key ${index}`, `value ${index}`]),
      );
      const cut = cutRequest(format, signal, encode(format, signal, [{ name: 'one', values }]), MOST)!;
      assert.ok(cut.byteLength <= MOST && cut.byteLength > MOST / 4, `${cut.byteLength} bytes`);
      const [found] = decode(format, signal, cut);
      const kept = Object.keys(found!.attributes);
      assert.ok(kept.length > 50 && kept.length < 2_000);
      assert.equal(found!.attributes['key 3'], 'value 3');
      // The collector shows no counts.
      const field = signal === 'traces' ? 10 : 7;
      if (signal !== 'metrics') assert.equal(droppedIn(format, cut, field), 2_000 - kept.length);
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

/** How many attributes the only item of a request says that it has lost. */
function droppedIn(format: Format, request: Uint8Array, field: number): number {
  if (format === 'json')
    return Math.max(
      ...[
        ...Buffer.from(request)
          .toString()
          .matchAll(/"droppedAttributesCount":(\d+)/g),
      ].map(([, count]) => Number(count)),
    );
  const within = (message: Uint8Array, number: number) =>
    [...wireFields(message)].filter((each) => each.number === number).at(-1)!;
  const item = within(within(within(request, 1).content, 2).content, 2).content;
  return varintOf(within(item, field).whole);
}
