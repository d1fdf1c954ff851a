import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { explain, onEachRuntime, runApp, temporaryFolder } from '../support';

/** Reports itself, then what `below` starts. */
const reports = (name: string, below = ''): string =>
  `console.log(JSON.stringify(['${name}', Symbol.for('firstlight.registered') in globalThis]));${below}`;
const thread = (file: string): string =>
  `new (require('node:worker_threads').Worker)(require.resolve('${file}')).once('exit', next);`;
const inTurn = (...steps: string[]): string =>
  `const steps = [${steps.map((step) => `(next) => { ${step} }`).join(',')}];` +
  'const next = () => steps.shift()?.(next); next();';

/** A builder with threads and processes as webpack, parcel, jest and vitest have them; none is a file of a tool's own. */
const packages = {
  'plugin/minify.js': reports('a thread of a thread'),
  'plugin/pool.js': reports('a thread', inTurn(thread('./minify.js'))),
  'jest-worker/build/workers/processChild.js': reports('a process'),
  'jest-worker/build/workers/threadChild.js': reports('a thread of its pool'),
};
const tool = reports(
  'the tool',
  inTurn(
    thread('plugin/pool.js'),
    thread('jest-worker/build/workers/threadChild.js'),
    `new (require('node:worker_threads').Worker)(${JSON.stringify(reports('a text'))}, { eval: true }).once('exit', next);`,
    "require('node:child_process').fork(require.resolve('jest-worker/build/workers/processChild.js')).once('exit', next);",
  ),
);
const PARTS = ['the tool', 'a thread', 'a thread of a thread', 'a thread of its pool', 'a text', 'a process'];

const cases = [
  { name: 'webpack', main: 'webpack/bin/webpack.js' },
  { name: 'parcel', main: 'parcel/lib/bin.js' },
  { name: 'jest', main: 'jest/bin/jest.js' },
  { name: 'vitest', main: 'vitest/vitest.mjs' },
  { name: 'mocha', main: 'mocha/bin/mocha.js' },
];
let folder = '';
before(() => {
  const isModule = (file: string): boolean => file.endsWith('.mjs');
  const required = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  folder = temporaryFolder(
    Object.fromEntries([
      ...Object.entries(packages).map(([file, text]) => [`node_modules/${file}`, text]),
      ...cases.map(({ main }) => [`node_modules/${main}`, isModule(main) ? required + tool : tool]),
    ]) as Record<string, string>,
  );
});

onEachRuntime(({ binary }) => {
  for (const { name, main } of cases)
    // That the variable wins is the same for all of them.
    for (const isForced of name === 'jest' ? [false, true] : [false])
      test(`${name}, its threads and processes: ${isForced ? 'forced' : 'left alone, their output as it is'}`, async () => {
        const result = await runApp({
          fixture: join(folder, 'node_modules', main),
          node: binary,
          preload: 'options',
          env: isForced ? { FIRSTLIGHT_FORCE: 'true', FIRSTLIGHT_CAPTURE: 'none', OTEL_ENABLED: 'false' } : {},
          collector: false,
        });
        explain(result, ({ code, stdout, stderr }) => {
          const lines = stdout.split('\n').filter((line) => line.startsWith('['));
          assert.deepEqual(
            lines.map((line) => JSON.parse(line) as unknown),
            PARTS.map((part) => [part, isForced]),
          );
          if (!isForced) assert.deepEqual([stdout.split('\n').length, stderr], [PARTS.length + 1, '']);
          assert.equal(code, 0);
        });
      });
});
