// What a module throws while it is loaded has the stack that it has without firstlight: the app's own frames are among
// the ten that Node keeps.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join } from 'node:path';
import { explain, onEachRuntime, runApp, temporaryFolder } from '../support';

const stackOf = (name: string): string =>
  `try { require('${name}'); } catch (error) { process.stdout.write(error.stack + '\\n'); }`;
const pg = { 'node_modules/pg/package.json': '{"name":"pg","version":"8.11.0","main":"index.js"}' };

interface Form {
  readonly name: string;
  readonly files: Record<string, string>;
  /** Frames of the app that are in the stack. */
  readonly frames: readonly string[];
}

const forms: Form[] = [
  {
    name: 'a module that is required by one that is required',
    files: { 'app.cjs': stackOf('./a.cjs'), 'a.cjs': "require('./b.cjs');", 'b.cjs': 'null.x;' },
    frames: ['b.cjs:1', 'a.cjs:1'],
  },
  {
    name: 'behind builtins that are patched',
    files: {
      'app.cjs': stackOf('./a.cjs'),
      'a.cjs': "require('http'); require('node:https'); require('./b.cjs');",
      'b.cjs': "require('dns'); null.x;",
    },
    frames: ['b.cjs:1', 'a.cjs:1'],
  },
  {
    name: 'a package that is patched',
    files: {
      ...pg,
      'app.cjs': stackOf('./a.cjs'),
      'a.cjs': "require('pg');",
      'node_modules/pg/index.js': 'null.x;',
    },
    frames: ['pg/index.js:1', 'a.cjs:1'],
  },
  {
    name: 'below a package that is patched',
    files: {
      ...pg,
      'app.cjs': stackOf('pg'),
      'node_modules/pg/index.js': "require('./lib/client.js');",
      'node_modules/pg/lib/client.js': 'null.x;',
    },
    frames: ['client.js:1', 'pg/index.js:1'],
  },
  {
    name: 'a module that is missing',
    files: { 'app.cjs': stackOf('./a.cjs'), 'a.cjs': "require('./missing.cjs');" },
    frames: ['a.cjs:1'],
  },
  {
    name: 'JSON that is none',
    files: { 'app.cjs': stackOf('./a.cjs'), 'a.cjs': "require('./b.json');", 'b.json': '{' },
    frames: [],
  },
  {
    name: 'CommonJS that is imported',
    files: {
      'app.mjs': "await import('./a.cjs').catch(({ stack }) => process.stdout.write(stack + '\\n'));",
      'a.cjs': "require('./b.cjs');",
      'b.cjs': 'null.x;',
    },
    frames: ['b.cjs:1', 'a.cjs:1'],
  },
  {
    name: 'a module that CommonJS misses which is imported',
    files: {
      'app.mjs': "await import('./a.cjs').catch(({ stack }) => process.stdout.write(stack + '\\n'));",
      'a.cjs': "require('./missing.cjs');",
    },
    frames: ['a.cjs:1'],
  },
  {
    name: 'an ES module',
    files: {
      'app.mjs': "await import('./a.mjs').catch(({ stack }) => process.stdout.write(stack + '\\n'));",
      'a.mjs': "import './b.mjs';",
      'b.mjs': 'null.x;',
    },
    frames: ['b.mjs:1'],
  },
];

onEachRuntime(({ binary, name: runtime }) => {
  describe(`${runtime}: stacks of a start`, { concurrency: 2 }, () => {
    for (const { name, files, frames } of forms) {
      test(name, async () => {
        const folder = temporaryFolder(files);
        const run = {
          fixture: join(
            folder,
            Object.keys(files).find((file) => file.startsWith('app.'))!,
          ),
          node: binary,
          cwd: folder,
          collector: false,
          env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '500' },
        };
        const [bare, ours] = await Promise.all([runApp({ ...run, preload: 'none' }), runApp(run)]);
        for (const frame of frames) assert.ok(bare.stdout.includes(frame), bare.stdout + bare.stderr);
        explain(ours, ({ code, stdout }) => {
          assert.equal(stdout, bare.stdout);
          assert.equal(code, 0);
        });
      });
    }
  });
});

test('a module looks as it does without firstlight, and so does what modules inherit', async () => {
  const shape = (module: string): string => `Object.getOwnPropertyDescriptors(${module})`;
  const folder = temporaryFolder({
    ...pg,
    'app.cjs':
      `const pg = require('pg'); const Module = require('module'); process.stdout.write(require('util').inspect([` +
      `${shape('module')}, ${shape('pg.module')}, Object.keys(Module.prototype), ` +
      `${shape('Module.prototype')}.require, ${shape('Module.prototype')}._compile, new Module('x').paths, require('fs').readFileSync.name], ` +
      `{ depth: 3, maxStringLength: null }).replaceAll('\\n', ' '));`,
    'node_modules/pg/index.js': 'exports.module = module;',
  });
  const run = {
    fixture: join(folder, 'app.cjs'),
    cwd: folder,
    collector: false,
    nodeArgs: ['--import', 'data:text/javascript,'],
  };
  const [bare, ours] = await Promise.all([runApp({ ...run, preload: 'none' }), runApp(run)]);
  assert.match(bare.stdout, /loaded/, bare.stderr);
  explain(ours, ({ stdout }) => assert.equal(stdout, bare.stdout));
});
