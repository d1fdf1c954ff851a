import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createExportFinder } from '../../lib/loading/star-exports';
import type { Located, Parts, Reexport, Steps } from '../../lib/loading/star-bindings';
import { temporaryFolder } from '../support';

type Modules = Record<string, string>;

/** Past tsx, whose `import()` goes its own way. */
const importReal = new Function('url', 'return import(url)') as (url: string) => Promise<object>;
let parts: Parts;

before(async () => {
  const { getModuleExports } = (await importReal('import-in-the-middle/lib/get-exports.mjs')) as { getModuleExports: Parts['getModuleExports'] };
  const { parse } = (await importReal('es-module-lexer')) as { parse(source: string): [unknown, readonly Reexport[]] };
  parts = {
    getModuleExports,
    // eslint-disable-next-line require-yield -- the real one takes steps
    *findCyclicImports() { return true; },
    // eslint-disable-next-line require-yield -- as above
    *resolveFrom(specifier, parentUrl): Steps<Located> { return { url: new URL(specifier, parentUrl).href, context: {} }; },
    // eslint-disable-next-line require-yield -- as above
    *lexExports({ url }): Steps<readonly Reexport[]> { return parse(textOf(url))[1]; },
    shouldExcludeExport: (name) => name === 'default',
  };
});

const cases: [string, Modules, Record<string, string | undefined>][] = [
  ['its own names and those behind a star, without default', { a: "export * from './b.mjs'; export const x = 1; export default 1;", b: 'export const y = 1; export default 2;' }, { x: undefined, default: undefined, y: undefined }],
  ['one variable in two ways is read from its module', { a: "export * from './b.mjs'; export * from './c.mjs';", b: "export * from './d.mjs';", c: "export * from './d.mjs';", d: 'export const x = 1;' }, { x: 'd' }],
  ['two that re-export one variable by name', { a: "export * from './b.mjs'; export * from './c.mjs';", b: "export { y as x } from './d.mjs';", c: "import { x } from './e.mjs'; export { x };", d: 'export const y = 1;', e: "export { y as x } from './f.mjs';", f: "export * from './d.mjs';" }, { x: 'b' }],
  ['two that re-export two variables', { a: "export * from './b.mjs'; export * from './c.mjs';", b: "export { x } from './d.mjs';", c: "export { y as x } from './d.mjs';", d: 'export const x = 1; export const y = 1;' }, {}],
];

for (const [name, modules, expected] of cases) {
  test(name, async () => {
    const url = write(modules);
    assert.deepEqual(Object.fromEntries([...find(url)].map(([each, origin]) => [each, origin && /(\w)\.mjs$/.exec(origin)![1]])), expected);
    assert.deepEqual([...find(url).keys()].sort(), Object.keys(await importReal(url)).sort());
  });
}

test('the names are those that Node.js finds, in graphs of all shapes', async () => {
  let judged = 0;
  for (let seed = 0; seed < 150; seed++) {
    const modules = shapeOf(seed);
    const url = write(modules);
    const real = await importReal(url).catch(() => undefined);
    // What makes no sense by the language, such as a name that re-exports itself, is none of ours.
    if (!real) continue;
    judged++;
    assert.deepEqual([...find(url).keys()].sort(), Object.keys(real).sort(), JSON.stringify(modules));
  }
  assert.ok(judged > 50, String(judged));
});

test('thirty modules that all pass on each other take no time', () => {
  const all = Array.from({ length: 30 }, (_, index) => `m${index}`);
  const stars = all.map((name) => `export * from './${name}.mjs';`).join('\n');
  const url = write(Object.fromEntries(['a', ...all].map((name) => [name, `${stars}\nexport const of_${name} = 1, shared = 1;`])));
  assert.equal(find(url).size, 32);
});

/** The names, each with the module that it is read from where that is not the first one. */
function find(url: string): Map<string, string | undefined> {
  const steps = createExportFinder(parts)({ srcUrl: url, context: {}, resolveImports: undefined });
  let step = steps.next();
  // The only step of the parts above: to load.
  while (!step.done) step = steps.next({ format: 'module', source: textOf(step.value[1] as string) });
  return new Map([...step.value.bindings.values()].map((binding) => (typeof binding === 'string' ? [binding, undefined] : [binding.name, binding.origin])));
}

function textOf(url: string): string {
  return readFileSync(fileURLToPath(url), 'utf8');
}

function write(modules: Modules): string {
  const folder = temporaryFolder(Object.fromEntries(Object.entries(modules).map(([name, text]) => [`${name}.mjs`, text])));
  return pathToFileURL(join(folder, 'a.mjs')).href;
}

/** Five modules with stars and names by chance, the same for the same seed. */
function shapeOf(seed: number): Modules {
  let state = seed + 1;
  const chance = (percent: number): boolean => (state = (state * 48271) % 2147483647) % 100 < percent;
  const all = ['a', 'b', 'c', 'd', 'e'];
  const name = (of: string): string => {
    if (chance(20)) return `export const ${of} = 1;`;
    return chance(15) ? `export { ${of} } from './${all[seed % 5]}.mjs';` : '';
  };
  return Object.fromEntries(all.map((module) => [module, [...all.filter(() => chance(30)).map((star) => `export * from './${star}.mjs';`), ...['x', 'y', 'z'].map(name)].join('\n')]));
}
