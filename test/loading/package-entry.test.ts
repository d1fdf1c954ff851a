import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createScanner } from '../../lib/loading/scan/specifier-scan';
import { importEntry, isEsModule } from '../../lib/loading/scan/package-entry';
import { locationOf } from '../../lib/loading/scan/module-location';
import { temporaryFolder } from '../support';

const entries: [name: string, manifest: object, files: string[], entry: string | undefined][] = [
  ['no entry', {}, ['index.js'], 'index.js'],
  ['main', { main: './lib/main.js' }, ['lib/main.js'], 'lib/main.js'],
  ['main without its ending', { main: 'lib/main' }, ['lib/main.js'], 'lib/main.js'],
  ['main that is a folder', { main: 'lib' }, ['lib/index.js'], 'lib/index.js'],
  ['exports before main', { main: 'a.js', exports: './b.mjs' }, ['a.js', 'b.mjs'], 'b.mjs'],
  [
    'conditions',
    { exports: { types: './a.d.ts', require: './a.cjs', import: './a.mjs' } },
    ['a.cjs', 'a.mjs'],
    'a.mjs',
  ],
  [
    'the first condition that holds',
    { exports: { default: './a.cjs', import: './a.mjs' } },
    ['a.cjs', 'a.mjs'],
    'a.cjs',
  ],
  [
    'sub-paths and conditions in conditions',
    {
      exports: {
        '.': { browser: './b.js', node: { require: './a.cjs', import: { types: './a.d.ts', default: './a.mjs' } } },
      },
    },
    ['a.mjs'],
    'a.mjs',
  ],
  ['alternatives', { exports: { '.': [null, { import: './a.mjs' }] } }, ['a.mjs'], 'a.mjs'],
  ['no way in', { exports: { './sub': './sub.js' } }, ['index.js'], undefined],
];

for (const [name, manifest, files, entry] of entries) {
  test(`the entry of a package: ${name}`, () => {
    const folder = temporaryFolder({
      'package.json': manifest,
      ...Object.fromEntries(files.map((file) => [file, ''])),
    });
    assert.equal(importEntry(folder), entry && join(folder, entry));
  });
}

test('an ES module is recognized by its ending, package and syntax', () => {
  const folder = temporaryFolder({
    'package.json': '{}',
    'a.mjs': '',
    'a.cjs': '',
    'plain.js': 'exports.a = 1;',
    'syntax.js': 'export const a = 1;',
    'es/package.json': '{"type":"module"}',
    'es/a.js': '',
    'es/a.cjs': '',
  });
  const judged = ['a.mjs', 'a.cjs', 'plain.js', 'syntax.js', 'es/a.js', 'es/a.cjs'].map((file) =>
    isEsModule(join(folder, file)),
  );
  assert.deepEqual(judged, [true, false, false, true, true, false]);
});

const mentions: [text: string, names: string[], computed: boolean][] = [
  ["import OpenAI from 'openai';", ['openai'], false],
  ['export * from "@scope/it/sub";', ['@scope/it'], false],
  ["import{a}from'openai';import('p-queue')", ['openai', 'p-queue'], false],
  ["import 'openai-extras'; import './openai';", [], false],
  ['import(name)', [], true],
  ['import(/* chunk */ name)', [], true],
  ["import('open' + 'ai')", [], true],
  ['import(`open${name}`)', [], true],
  ['import(`./${name}.mjs`)', [], false],
  ['import(`openai`)', ['openai'], false],
  ['registry.import(name); const reimport = (name) => name;', [], false],
];

for (const [text, names, computed] of mentions) {
  test(`what a text says it imports: ${text}`, () =>
    assert.deepEqual(createScanner(['openai', '@scope/it', 'p-queue'])(text), { names: new Set(names), computed }));
}

test('the place of a file: a package itself, a file inside, a file by its path', () => {
  const folder = temporaryFolder({
    'node_modules/@scope/it/package.json': {
      main: 'lib/main.js',
      exports: { import: './lib/imported.cjs', require: './lib/main.js' },
    },
    'node_modules/@scope/it/lib/main.js': '',
    'node_modules/@scope/it/lib/imported.cjs': '',
    'node_modules/@scope/it/lib/inner.js': '',
  });
  const it = join(folder, 'node_modules', '@scope', 'it');
  const places = ['main.js', 'imported.cjs', 'inner.js'].map((file) => locationOf(join(it, 'lib', file), '@scope/it'));
  assert.deepEqual(
    places.map(({ name }) => name),
    ['@scope/it', '@scope/it', join('@scope/it', 'lib', 'inner.js')],
  );
  assert.deepEqual(
    places.map((place) => place.folder),
    [it, it, it],
  );
  assert.deepEqual(locationOf(join(folder, 'handler.cjs'), join(folder, 'handler.cjs')), {
    target: join(folder, 'handler.cjs'),
    name: 'handler',
    folder,
  });
});
