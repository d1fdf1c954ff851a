import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { isCommonJsMain } from '../../lib/loading/scan/main-module';

const folder = mkdtempSync(path.join(tmpdir(), 'firstlight-main-'));
after(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
write('module/package.json', '{"type":"module"}');
write('commonjs/package.json', '{"type":"commonjs"}');
write('silent/package.json', '{"name":"silent"}');
write('named/index.js', 'require("http")');

const cases: [string, string | undefined, string[], boolean][] = [
  ['.cjs', write('a.cjs', ''), [], true],
  ['.mjs', write('a.mjs', ''), [], false],
  ['.js in a package of type module', write('module/a.js', 'require("x")'), [], false],
  ['.js in a package of type commonjs', write('commonjs/a.js', 'import("x")'), [], true],
  ['.js without a type', write('silent/a.js', 'const http = require("http");'), [], true],
  ['.js without a type, with ESM syntax', write('silent/b.js', '// an app\nimport http from "http";'), [], false],
  ['.js without a type, with an export', write('silent/c.js', 'export const a = 1;'), [], false],
  [
    '.js without a type, with an import() that may be awaited at the top',
    write('silent/d.js', 'await import("x");'),
    [],
    false,
  ],
  ['.cts', write('a.cts', ''), [], true],
  ['.mts', write('a.mts', ''), [], false],
  ['a name without its extension', path.join(folder, 'a-plain'), [], true],
  ['a folder with an index', path.join(folder, 'named'), [], true],
  ['a file that is not there', path.join(folder, 'nowhere.js'), [], false],
  ['no main file', undefined, [], false],
  ['--input-type', write('b.cjs', ''), ['--input-type=module'], false],
];
write('a-plain.js', 'module.exports = 1;');

for (const [name, file, execArgv, expected] of cases)
  test(`${name}: ${expected ? 'surely CommonJS' : 'perhaps not'}`, () =>
    assert.equal(isCommonJsMain(file, execArgv), expected));
