import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isPreloaded, mayHaveLoaders } from '../../lib/loading/scan/other-loaders';
import { folder as packages } from '../instrumentations/case';
import { explain, root, runApp, runtimes, temporaryFolder } from '../support';

/**
 * Where Node has no synchronous hooks, this is how many threads were started for them. Telemetry is sent nowhere, which
 * starts none.
 */
const report = '\nconsole.log(`threads ${process.report.getReport().workers.length}`);\n';
const own = 'export const resolve = (specifier, context, next) => next(specifier, context);\n';

interface Case {
  files: Record<string, string>;
  nodeArgs?: string[];
  preload?: 'options';
  env?: Record<string, string>;
  threads: number;
}

const cases: Record<string, Case> = {
  'no package': { files: { 'app.mjs': report }, threads: 0 },
  'CommonJS packages': {
    files: { 'app.mjs': `import 'dataloader';\nimport { parse } from 'graphql';${report}` },
    threads: 0,
  },
  'a package whose ES module passes on its CommonJS': {
    files: { 'app.mjs': `import { Server } from 'socket.io';${report}` },
    threads: 0,
  },
  'a package of ES modules': { files: { 'app.mjs': `import 'openai';${report}` }, threads: 0 },
  'its name, and no such package': { files: { 'app.mjs': `const name = 'hono';${report}` }, threads: 0 },
  'a package of ES modules, two files away': {
    files: {
      'app.mjs': `import './a.mjs';${report}`,
      'a.mjs': "export * from './b.mjs';",
      'b.mjs': "import OpenAI from 'openai';",
    },
    threads: 0,
  },
  'a package of ES modules, imported late': { files: { 'app.mjs': `await import('openai');${report}` }, threads: 0 },
  'a package of ES modules that another one has of its own': {
    files: {
      'app.mjs': `import 'outer';${report}`,
      'node_modules/outer/index.mjs': "import 'openai';",
      'node_modules/outer/package.json': '{"exports":"./index.mjs"}',
      'node_modules/outer/node_modules/openai/index.js': 'export default 1;',
      'node_modules/outer/node_modules/openai/package.json': '{"type":"module","version":"6.0.0"}',
    },
    threads: 0,
  },
  'CommonJS that imports a package of ES modules': {
    files: { 'app.cjs': `import('openai').then(() => {${report}});` },
    threads: 0,
  },
  'CommonJS that imports an ES module': {
    files: { 'app.cjs': `import('./a.mjs').then(() => {${report}});`, 'a.mjs': "import 'dataloader';" },
    threads: 0,
  },
  'CommonJS that imports an ES module that imports a package of ES modules': {
    files: { 'app.cjs': `import('./a.mjs').then(() => {${report}});`, 'a.mjs': "import 'openai';" },
    threads: 0,
  },
  'import() of what nobody knows': {
    files: { 'app.mjs': `const name = 'node:os';\nawait import(name);${report}` },
    threads: 0,
  },
  'import() of some file': {
    files: { 'app.mjs': `const name = 'a';\nawait import(\`./\${name}.mjs\`);${report}`, 'a.mjs': '' },
    threads: 0,
  },
  'code in a URL': { files: { 'app.mjs': `import 'data:text/javascript,import%20"node:os"';${report}` }, threads: 0 },
  'hooks of the app': {
    files: {
      'app.mjs': `import { register } from 'node:module';\nregister('./own.mjs', import.meta.url);${report}`,
      'own.mjs': own,
    },
    threads: 1,
  },
  'a loader given by a flag': {
    files: { 'app.mjs': report, 'own.mjs': own },
    nodeArgs: ['--no-warnings', '--loader', './own.mjs'],
    threads: 1,
  },
  'a preload before': { files: { 'app.mjs': report, 'own.mjs': '' }, nodeArgs: ['--import', './own.mjs'], threads: 0 },
  'a preload before that registers hooks': {
    files: {
      'app.mjs': report,
      'first.mjs': "import { register } from 'node:module';\nregister('./own.mjs', import.meta.url);",
      'own.mjs': own,
    },
    nodeArgs: ['--import', './first.mjs'],
    threads: 1,
  },
  'a condition of the command line': { files: { 'app.mjs': report }, nodeArgs: ['--conditions=own'], threads: 0 },
  'a preload after, before CommonJS': {
    files: { 'app.cjs': report, 'own.mjs': "import 'openai';" },
    preload: 'options',
    nodeArgs: ['--import', './own.mjs'],
    threads: 0,
  },
  'a required ES module around CommonJS that imports late': {
    files: {
      'app.cjs': `require('./a.mjs').load().then(() => {${report}});`,
      'a.mjs': "import './b.cjs';\nexport const load = () => import('openai');",
      'b.cjs': '',
    },
    threads: 0,
  },
  'a package of ES modules, by a file without a declared type that has no static import': {
    files: { 'app.js': `await import('openai');${report}` },
    threads: 0,
  },
  always: { files: { 'app.mjs': report }, env: { FIRSTLIGHT_ESM_HOOKS: 'always' }, threads: 1 },
  never: { files: { 'app.mjs': `import 'openai';${report}` }, env: { FIRSTLIGHT_ESM_HOOKS: 'never' }, threads: 0 },
};

for (const { name: runtime, binary } of runtimes().filter(({ major }) => major === 20)) {
  describe(runtime, { concurrency: 2 }, () => {
    for (const [name, { files, nodeArgs, preload, env, threads }] of Object.entries(cases)) {
      test(`${threads ? 'a' : 'no'} thread: ${name}`, async () => {
        const folder = temporaryFolder(files);
        mkdirSync(join(folder, 'node_modules'), { recursive: true });
        for (const installed of ['dataloader', 'graphql', 'openai', 'socket.io'])
          symlinkSync(join(packages, 'node_modules', installed), join(folder, 'node_modules', installed), 'junction');
        const none = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
        const main = join(folder, Object.keys(files)[0]!);
        explain(
          await runApp({
            fixture: main,
            node: binary,
            cwd: folder,
            nodeArgs,
            preload,
            env: { ...none, ...env },
            collector: false,
          }),
          ({ code, out }) => {
            assert.equal(code, 0);
            assert.deepEqual(
              out.map(({ message }) => message),
              [`threads ${threads}`],
            );
          },
        );
      });
    }
  });
}

test('the preload is found among the flags by its URL, its path and its name', () => {
  const file = join(root, 'register.js');
  const found = (execArgv: string[], nodeOptions: string[] = []) => isPreloaded({ execArgv, nodeOptions }, root);
  for (const name of [file, pathToFileURL(file).href, 'firstlight/register']) {
    assert.equal(found(['--import', name]), 'import');
    assert.equal(found([`--import=${name}`, '--import', 'later']), 'import');
    assert.equal(found(['-r', name, '--import', 'later']), 'require');
    assert.equal(found(['--import', 'earlier'], ['--import', name]), 'import');
    assert.equal(found(['--import', 'earlier', '-r', 'another']), undefined);
  }
});

test('loaders are there by a flag, or where Node has loaded what they need', () => {
  const flags = (...execArgv: string[]) => mayHaveLoaders({ execArgv, nodeOptions: [] }, false);
  assert.equal(flags('--import', 'earlier'), false);
  assert.equal(flags('--loader=x'), true);
  assert.equal(flags('--input-type=module'), true);
  const none = { execArgv: [], nodeOptions: [] };
  assert.equal(mayHaveLoaders(none, true), true);
});
