import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { before, test } from 'node:test';

interface Docs {
  findInternals(): Map<string, Set<string>>;
  compareInternals(found?: Map<string, Set<string>>): { unlisted: string[]; unused: string[] };
}
let docs: Docs;
before(async () => {
  docs = (await import(pathToFileURL(join(__dirname, '..', 'scripts', 'docs', 'internals.mjs')).href)) as Docs;
});

test('docs/internals.md lists every internal of others that lib uses, and no other', () => {
  assert.deepEqual(docs.compareInternals(), { unlisted: [], unused: [] });
});

test('the comparison sees an internal that is new, and one that is gone', () => {
  const found = docs.findInternals();
  found.set('_brandNew', new Set(['lib/new.ts']));
  found.delete('_cache');
  assert.deepEqual(docs.compareInternals(found), { unlisted: ['_brandNew'], unused: ['_cache'] });
});
