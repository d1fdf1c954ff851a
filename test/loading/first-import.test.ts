import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { onFirstImport } from '../../lib/loading/scan/first-import';
import { mayImport } from '../../lib/loading/scan/import-calls';
import { LateBuiltins } from '../../lib/loading/hooks/late-builtins';
import { root, temporaryFolder } from '../support';

const cases: [source: string, expected: boolean][] = [
  ["import('x')", true],
  ["module.exports = () => import ( './x.mjs' );", true],
  ['const important = 1; reimport(important);', false],
  ["/** @type {import('./get')} */\nmodule.exports = 1;", false],
  ["/**\n * It's `quoted`, and typed.\n * @param {import('./types').Options} [options]\n */\nfunction f() {}", false],
  ["(typeof set === 'function' && /** @type {import('./set')} */ (call(set)))", false],
  ["// import('x') later", false],
  ["/* one */ import('x')", true],
  ["/** @type {import('./y')} */\nconst x = import('./y');", true],
  ["fetch('http://a'); import('x');", true],
  ["const glob = '/*'; import('x');", true],
  ["const glob = 'a\\\n/*'; import('x');", true],
  ['const text = `\n/* ${import("x")} */`;', true],
  ['const text = `\n/* `;\nimport("x");', true],
  ['const text = `\n// `; import("x");', true],
  ['if (/\\//.test(name)) import(name);', true],
  ['if (/[/*]/.test(name)) import(name);', true],
  ['if (/\\/*/.test(name)) import(name);', true],
  ["class A {\n  * f() { yield import('x'); }\n}", true],
];

for (const [source, expected] of cases)
  test(`${expected ? 'may' : 'does not'} import: ${JSON.stringify(source)}`, () =>
    assert.equal(mayImport(source), expected));

test('no import of an installed package is missed, and JSDoc is no import', () => {
  const found = { missed: [] as string[], comments: 0 };
  for (const file of javaScriptOf(join(root, 'node_modules'))) {
    const source = readFileSync(file, 'utf8');
    if (!/\bimport\s*\(/.test(source) || mayImport(source)) continue;
    found.comments += 1;
    if (importsByParser(file, source)) found.missed.push(file);
  }
  assert.deepEqual(found.missed, []);
  assert.ok(found.comments > 50, `${found.comments} files have import( in comments alone`);
});

test('Express loads without hooks for ES modules; the first module that imports has them', () => {
  const require = createRequire(join(root, 'package.json'));
  for (const file of Object.keys(require.cache)) if (file.includes('node_modules')) delete require.cache[file];
  const folder = temporaryFolder({ 'late.cjs': "module.exports = () => import('node:os');" });
  let calls = 0;
  const undo = onFirstImport(new LateBuiltins([]), () => {
    calls += 1;
  });
  try {
    require('express');
    assert.ok(
      Object.keys(require.cache).some((file) => file.includes('side-channel')),
      'Express was evaluated',
    );
    assert.equal(calls, 0);
    require(join(folder, 'late.cjs'));
    assert.equal(calls, 1);
  } finally {
    undo();
  }
});

function javaScriptOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name);
    // Compilers are megabytes of code about code.
    if (entry.isDirectory()) return entry.name === 'typescript' ? [] : javaScriptOf(file);
    return entry.isFile() && /\.c?js$/.test(entry.name) ? [file] : [];
  });
}

function importsByParser(file: string, source: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) ||
    ts.forEachChild(node, visit) === true;
  return visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS));
}
