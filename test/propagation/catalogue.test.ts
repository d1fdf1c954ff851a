import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../lib/propagation/libraries/catalogue';

for (const { name, files = [], load } of catalogue) {
  test(`the catalogue knows what is patched in ${name}`, () => {
    const library = load();
    assert.equal(library.name, name);
    assert.deepEqual(Object.keys(library.files ?? {}), files);
    assert.ok(library.patch ?? files.length > 0, 'something is patched');
  });
}
