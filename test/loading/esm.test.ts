import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build, type Format } from 'esbuild';
import { explain, listSpans, onEachRuntime, root, type RunOptions, runApp, temporaryFolder } from '../support';
import { folder as packages } from '../instrumentations/case';
import { type Form, forms } from './esm-forms';

const server = `
import { createServer } from 'node:http';
import DataLoader from 'dataloader';
const server = createServer(async (_request, response) => { await new DataLoader(async (keys) => keys).load(1); response.end(); });
server.listen(0, '127.0.0.1', async () => {
  await (await fetch('http://127.0.0.1:' + server.address().port, { headers: { connection: 'close' } })).text();
  server.close();
  console.log('done');
});
`;

const bundles: [name: string, format: Format, external: boolean][] = [
  ['ES module, packages outside', 'esm', true],
  ['CommonJS, packages outside', 'cjs', true],
  ['ES module, packages inside and out of reach', 'esm', false],
  ['CommonJS, packages inside and out of reach', 'cjs', false],
];

onEachRuntime(
  ({ binary, major }) => {
    describe('forms', { concurrency: 2 }, () => {
      for (const form of forms.filter(({ from = 0 }) => major >= from)) {
        test(form.name, async () => {
          const folder = withPackages(form.files);
          for (const [link, to] of Object.entries(form.links ?? {}))
            symlinkSync(join(folder, to), join(folder, link), 'junction');
          const main = join(folder, Object.keys(form.files)[0]!);
          await check({ fixture: main, node: binary, ...atFolder(form, folder) }, form.spans);
        });
      }

      for (const [name, format, external] of bundles) {
        test(`a bundle: ${name}`, async () => {
          const folder = withPackages({ 'source.mjs': server });
          const outfile = join(folder, `app.${format === 'esm' ? 'mjs' : 'cjs'}`);
          // The format of CommonJS has no await at the top; bundled CommonJS in an ES module needs a require.
          const banner: Record<string, string> =
            format === 'esm'
              ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
              : {};
          await build({
            entryPoints: [join(folder, 'source.mjs')],
            outfile,
            bundle: true,
            platform: 'node',
            format,
            banner,
            packages: external ? 'external' : 'bundle',
            logLevel: 'silent',
          });
          await check(
            { fixture: outfile, node: binary },
            external ? ['GET', 'GET', 'dataloader.load', 'dataloader.batch'] : ['GET', 'GET'],
          );
        });
      }

      test('the command tsx', async () => {
        const folder = withPackages({
          'app.ts':
            "import DataLoader from 'dataloader';\nnew DataLoader(async (keys: unknown[]) => " +
            "keys).load(1).then(() => console.log('done'));\n",
        });
        await check(
          {
            fixture: join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
            args: [join(folder, 'app.ts')],
            node: binary,
            preload: 'options',
          },
          ['dataloader.load', 'dataloader.batch'],
        );
      });
    });
  },
  { every: true },
);

/** The app ends well, has its spans, and firstlight adds no warning to those that Node.js gives without it. */
async function check(options: RunOptions, spans: string[]): Promise<void> {
  const [result, bare] = await Promise.all([
    runApp(options),
    runApp({ ...options, preload: 'none', collector: false }),
  ]);
  assert.match(bare.stdout, /^done$/m, bare.stderr);
  explain(result, ({ code, out, stderr, spans: found }) => {
    assert.equal(code, 0);
    assert.equal(out.filter(({ message }) => message === 'done').length, 1);
    assert.deepEqual(warnings(stderr), warnings(bare.stderr));
    assert.doesNotMatch(stderr, /FL_STAGE_FAILED/);
    assert.deepEqual(found.map(({ name }) => name).sort(), [...spans].sort(), listSpans(found));
  });
}

function warnings(stderr: string): string[] {
  return [...new Set(stderr.match(/\w+Warning\b|DEP\d{4}/g) ?? [])].sort();
}

/**
 * A folder in which the packages that instrumentations patch are installed, but for those that the files bring
 * themselves.
 */
function withPackages(files: Record<string, string>): string {
  const folder = temporaryFolder(files);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const name of ['dataloader', 'graphql']) {
    assert.ok(readdirSync(join(packages, 'node_modules')).includes(name));
    if (!existsSync(join(folder, 'node_modules', name)))
      symlinkSync(join(packages, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  }
  return folder;
}

/** Paths in flags and in the environment are relative to the app. */
function atFolder({ nodeArgs = [], env = {} }: Form, folder: string): Pick<RunOptions, 'nodeArgs' | 'env'> {
  return {
    nodeArgs: nodeArgs.map((arg) => (arg.startsWith('./') ? pathToFileURL(join(folder, arg)).href : arg)),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value === '.' ? folder : value])),
  };
}
