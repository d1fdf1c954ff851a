import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { receiveEsModules } from '../../lib/loading/hooks/es-modules';
import { temporaryFolder } from '../support';

type OpenText = (
  source: string,
  url: string,
  place: object | undefined,
) => { text: string; origins: readonly string[] };
type Namespace = Record<string, unknown>;

/** Past tsx, whose `import()` goes its own way. */
const importReal = new Function('url', 'return import(url)') as (url: string) => Promise<Namespace>;
let openText: OpenText;
let patch: (namespace: Namespace) => void = () => {};
before(() => {
  ({ openText } = require(join(__dirname, '..', '..', 'dist', 'esm', 'es-text.js')) as { openText: OpenText });
  receiveEsModules((_, namespace) => patch(namespace as Namespace));
});

/** Every module opened as if it were a target's, the first one the package's entry. */
async function load(modules: Record<string, string>, patching: typeof patch): Promise<Namespace> {
  const folder = temporaryFolder({ 'package.json': '{"type":"module"}', 'data.json': '{}' });
  const url = (name: string) => pathToFileURL(join(folder, `${name}.mjs`)).href;
  const opened = Object.entries(modules).map(([name, source], index) => [
    `${name}.mjs`,
    openText(source, url(name), index === 0 ? { target: 'p', name: 'p', folder } : undefined).text,
  ]);
  patch = patching;
  const written = temporaryFolder(
    Object.fromEntries(opened.map(([name, text]) => [name, text!.replaceAll(folder, '.')])) as Record<string, string>,
  );
  return importReal(pathToFileURL(join(written, `${Object.keys(modules)[0]!}.mjs`)).href);
}

const setAll = (namespace: Namespace): void => {
  for (const name of Object.keys(namespace)) namespace[name] = 'patched';
};

/** What a module exports when every name of it was written to; a value that stays is what has no variable. */
const cases: [name: string, modules: Record<string, string>, exported: Namespace][] = [
  [
    'declarations',
    {
      a:
        'export function f() {}\nexport class C {}\nexport let l = 1;\nexport var v = 2;\nexport async ' +
        'function* g() {}',
    },
    { f: 'patched', C: 'patched', l: 'patched', v: 'patched', g: 'patched' },
  ],
  [
    'constants',
    {
      a:
        'export const c = 1, d = 2;\nexport const { e, f: [g] } = { e: 1, f: [2] };\nconst h = 3;\nexport { ' +
        'h as "a name", h as i };',
    },
    { c: 'patched', d: 'patched', e: 'patched', g: 'patched', 'a name': 'patched', i: 'patched' },
  ],
  ['default: a value', { a: 'const value = { a: 1 };\nexport default value;' }, { default: 'patched' }],
  ['default: a call', { a: 'export  default [1].at(\n0);' }, { default: 'patched' }],
  ['default: a named class', { a: 'export default class Named {}' }, { default: 'patched' }],
  [
    'names of others',
    {
      a: "export { x, default as y } from './b.mjs';\nimport z from './b.mjs';\nexport { z };",
      b: 'export const x = 1;\nexport default function named() {}',
    },
    { x: 'patched', y: 'patched', z: 'patched' },
  ],
  [
    'names of others, by stars in circles',
    {
      a: "export * from './b.mjs';\nexport * from './c.mjs';",
      b: "export * from './a.mjs';\nexport * from './c.mjs';\nexport let x = 1;",
      c: "export * from './b.mjs';\nexport * from './a.mjs';\nexport let y = 1;",
    },
    { x: 'patched', y: 'patched' },
  ],
  [
    'names of others that have them from others',
    {
      a: "export { x } from './b.mjs';",
      b: "export * from './c.mjs';",
      c: "export { y as x } from './d.mjs';",
      d: 'export let y = 1;',
    },
    { x: 'patched' },
  ],
  ['a line that ends in a comment', { a: 'export let x = 1; // the end' }, { x: 'patched' }],
  [
    'names like our own, and odd ones',
    { a: 'let __proto__ = 1;\nexport { __proto__, __proto__ as constructor };\nexport let toString = 1;' },
    { ['__proto__']: 'patched', constructor: 'patched', toString: 'patched' },
  ],
];

for (const [name, modules, exported] of cases) {
  test(`written to: ${name}`, async () => {
    const namespace = await load(modules, setAll);
    assert.deepEqual(Object.keys(namespace).sort(), Object.keys(exported).sort());
    for (const each of Object.keys(exported)) assert.equal(namespace[each], exported[each], each);
  });
}

test('a namespace that is a part of another stays', async () => {
  const namespace = await load({ a: "export * as inner from './b.mjs';", b: 'export let x = 1;' }, setAll);
  assert.deepEqual({ ...(namespace.inner as object) }, { x: 1 });
});

test('functions and classes keep the names that they have by being the default export', async () => {
  for (const text of [
    'function () {}',
    'class {}',
    '() => 1',
    'x => x',
    'async () => 1',
    '(function () {})',
    'async x => x',
    '/* a */ () => 1',
  ]) {
    const [bare, opened] = [
      await importReal(`data:text/javascript,export default ${text}`),
      await load({ a: `export default ${text}` }, () => {}),
    ];
    assert.equal((opened.default as () => void).name, (bare.default as () => void).name, text);
  }
});

test('lines and columns stay', async () => {
  const source = "const a = 1;\nexport { a };\nexport default a;\nconst other = () => 'const a = 2';\n";
  const { text } = openText(source, 'file:///a.mjs', undefined);
  assert.deepEqual(
    text
      .split('\n')
      .slice(0, 5)
      .map(({ length }) => length),
    source.split('\n').map(({ length }) => length),
  );
  assert.ok(text.includes("'const a = 2'"));
});

test('a variable that changes later is seen to change', async () => {
  const namespace = await load(
    {
      a: "export { count, raise } from './b.mjs';",
      b: 'export let count = 0;\nexport const raise = () => { count += 1; };',
    },
    (given) => {
      given.raise = Reflect.get(given, 'raise');
    },
  );
  (namespace.raise as () => void)();
  assert.equal(namespace.count, 1);
});
