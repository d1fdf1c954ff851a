import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../lib/logger/capture/catalogue';

for (const { name, files = [], load } of catalogue) {
  test(`the catalogue knows what is patched in ${name}`, () => {
    const libraries = load();
    assert.deepEqual(new Set(libraries.map((library) => library.name)), new Set([name]));
    assert.deepEqual(
      libraries.flatMap((library) => Object.keys(library.files ?? {})),
      files,
    );
    assert.ok(files.length > 0 || libraries.every(({ patch }) => patch), 'something is patched');
  });
}
