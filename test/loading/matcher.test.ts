import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMatcher } from '../../lib/loading/matcher';

const matcher = createMatcher([{ name: 'pg', files: ['lib/client.js'] }, { name: '@redis/client', files: ['@redis/client/dist/index.js'] }, { name: '/task/handler.mjs', files: ['handler'] }]);
const cases: [specifier: string, url: string, mayWrap: boolean, shouldInclude: boolean][] = [
  ['pg', 'file:///app/node_modules/pg/esm/index.mjs', true, true],
  ['pg/lib/client.js', 'file:///app/node_modules/pg/lib/client.js', true, true],
  ['pg/lib/other.js', 'file:///app/node_modules/pg/lib/other.js', true, false],
  ['/app/node_modules/pg/lib/client.js', 'file:///app/node_modules/pg/lib/client.js', true, true],
  ['@redis/client', 'file:///app/node_modules/@redis/client/dist/index.js', true, true],
  ['@redis/other', 'file:///app/node_modules/@redis/other/index.js', false, false],
  ['pg-promise', 'file:///app/node_modules/pg-promise/index.js', false, false],
  ['./pg', 'file:///app/pg.js', false, false],
  ['node:http', 'node:http', false, false],
  ['/task/handler.mjs', 'file:///task/handler.mjs', true, true],
  ['./handler.mjs', 'file:///task/handler.mjs', true, true],
  ['./handler.mjs', 'file:///elsewhere/handler.mjs', true, false],
  ['file:///task/handler.mjs', 'file:///task/handler.mjs', true, true],
  ['file:///app/node_modules/pg/esm/index.mjs?iitm=true', 'file:///app/node_modules/pg/esm/index.mjs', true, false],
];

for (const [specifier, url, mayWrap, shouldInclude] of cases) {
  test(`${specifier}: ${shouldInclude ? 'wrapped' : mayWrap ? 'looked at' : 'passed on'}`, () => {
    assert.equal(matcher.mayWrap(specifier), mayWrap);
    assert.equal(matcher.shouldInclude(url, specifier), shouldInclude);
  });
}

const relative: [specifier: string, parent: string | undefined, mayWrap: boolean][] = [
  ['./client.js', 'file:///app/node_modules/pg/lib/index.js', true], ['../lib/client.js', 'file:///app/node_modules/@redis/client/dist/x.js', true],
  ['./client.js', 'file:///app/node_modules/pg-promise/index.js', false], ['./client.js', 'file:///app/pg/index.js', false], ['./client.js', undefined, false],
];
for (const [specifier, parent, mayWrap] of relative) {
  test(`${specifier} of ${parent}: ${mayWrap ? 'looked at' : 'passed on'}`, () => assert.equal(matcher.mayWrap(specifier, parent), mayWrap));
}
