import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { explain, listSpans, onEachRuntime, runApp, temporaryFolder } from '../support';

/**
 * A package that is patched, written as ES modules: its class comes from another file, and a variable of it changes.
 */
const pack = 'node_modules/generic-pool/';
const files = {
  'package.json': { type: 'module', imports: { '#pool': 'generic-pool', '#sub': 'generic-pool/sub' } },
  [`${pack}package.json`]: {
    name: 'generic-pool',
    version: '3.9.0',
    type: 'module',
    exports: { '.': './index.js', './sub': './index.js', './self': './self.js' },
  },
  [`${pack}index.js`]:
    "export * from 'generic-pool';\nexport { Pool } from './pool.js';\nexport * from './count.js';\nexport " +
    'const constant = 1;\n',
  [`${pack}pool.js`]: 'export class Pool { async acquire() { return {}; } }\n',
  [`${pack}count.js`]: 'export let count = 0;\nexport function raise() { count += 1; }\nexport default class {}\n',
  [`${pack}self.js`]: "export { Pool } from 'generic-pool';\n",
};
const use = 'await new Pool().acquire();\n';

const names: Record<string, string> = {
  'its name': `import { Pool } from 'generic-pool';\n${use}`,
  'a name of the app’s own imports': `import { Pool } from '#pool';\n${use}`,
  'a name of the app’s own imports that leads to a sub-path': `import { Pool } from '#sub';\n${use}`,
  'a sub-path': `import { Pool } from 'generic-pool/sub';\n${use}`,
  'a sub-path whose module imports the package by its own name': `import { Pool } from 'generic-pool/self';\n${use}`,
  'a relative path': `import { Pool } from './${pack}index.js';\n${use}`,
  'an absolute path':
    `import { fileURLToPath } from 'node:url';\nconst { Pool } = await ` +
    `import(fileURLToPath(new URL('${pack}index.js', import.meta.url)));\n${use}`,
  'a file URL': `const { Pool } = await import(new URL('${pack}index.js', import.meta.url).href);\n${use}`,
  'a file URL with a query':
    `const { Pool } = await import(new URL('${pack}index.js?v=1', ` + `import.meta.url).href);\n${use}`,
  'import.meta.resolve': `const { Pool } = await import(import.meta.resolve('generic-pool'));\n${use}`,
  'a link to a folder of another name': `const { Pool } = await import('./linked/index.js');\n${use}`,
};

/** What the app sees of the package is what it sees without firstlight. */
const looks = `
import * as all from 'generic-pool';
import { count, raise } from 'generic-pool';
import { readFile } from 'node:fs/promises';
const seen = [count];
raise();
seen.push(count, all.count, all === await import('generic-pool'), all === await import('#sub'), Object.keys(all).join());
seen.push(Object.isFrozen(all), all[Symbol.toStringTag], all.Pool.name, all.raise.toString(), import.meta.resolve('generic-pool').slice(-12));
seen.push((await readFile(new URL('${pack}index.js', import.meta.url))).length);
try { all.count = 1; } catch (error) { seen.push(String(error)); }
process.stdout.write(JSON.stringify(seen));
`;

function installed(app: string): string {
  const folder = temporaryFolder({ 'app.mjs': app, ...files });
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(join(folder, pack), join(folder, 'linked'), 'junction');
  return join(folder, 'app.mjs');
}

onEachRuntime(
  ({ binary }) => {
    describe('an ES module that is patched, imported by', { concurrency: 2 }, () => {
      for (const [name, app] of Object.entries(names)) {
        test(name, async () => {
          explain(await runApp({ fixture: installed(app), node: binary }), ({ code, stderr, spans }) => {
            assert.equal(code, 0);
            assert.doesNotMatch(stderr, /FL_STAGE_FAILED|Warning/);
            assert.deepEqual(
              spans.map((span) => span.name),
              ['generic-pool.acquire'],
              listSpans(spans),
            );
          });
        });
      }
    });

    test('names, values that change, identities and texts are those of bare Node', async () => {
      const options = {
        fixture: installed(looks),
        node: binary,
        collector: false,
        env: { FIRSTLIGHT_CAPTURE: 'none', LOG_LEVEL: 'error' },
      };
      const [bare, ours] = await Promise.all([runApp({ ...options, preload: 'none' }), runApp(options)]);
      assert.equal(bare.code, 0, bare.stderr);
      explain(ours, ({ code, stdout }) => {
        assert.equal(stdout, bare.stdout);
        assert.equal(code, 0);
      });
    });
  },
  { every: true },
);
