import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { explain, onlySpan, root, runApp, runtimes, temporaryFolder } from './support';

const run = promisify(execFile);

const server = `
import { createServer } from 'node:http';
import { getLogger, getRequestId } from 'firstlight';
const server = createServer((_request, response) => { getLogger().info('handling'); response.end(getRequestId()); });
server.listen(0, '127.0.0.1', () => process.stdout.write(\`listening \${server.address().port}\\n\`));
`;
const commonjs = server.replace(/import (\{.*?\}) from ('.*?');/g, 'const $1 = require($2);');

const typed = `
import { bindContext, captureContext, getLogger, getRequestId, getTracer, runWithContext, setUser, type Carrier } from 'firstlight';
getLogger().info('typed', { answer: 42 });
const id: string | undefined = getRequestId();
setUser(id ?? 'nobody');
getTracer().startActiveSpan('work', (span) => { span.setAttribute('n', 1); span.end(); });
const carrier: Carrier = JSON.parse(JSON.stringify(captureContext()));
const answer: number = runWithContext(carrier, () => 42);
const text: Promise<string> = runWithContext(undefined, async () => String(answer));
const add: (a: number, b: number) => number = bindContext((a: number, b: number) => a + b);
// @ts-expect-error a carrier is an object
runWithContext(7, () => void [text, add]);
// @ts-expect-error what is bound is a function
bindContext('no');
// @ts-expect-error a user is a string or a number
setUser({ id: 42 });
// @ts-expect-error loggers have no such method
getLogger().shout('no');
// @ts-expect-error tracers have no such method
getTracer().stopEverything();
`;
const compiler = {
  strict: true,
  noEmit: true,
  module: 'node16',
  moduleResolution: 'node16',
  target: 'es2022',
  lib: ['es2023'],
  types: ['node'],
  typeRoots: [join(root, 'node_modules', '@types')],
  skipLibCheck: false,
};

let project = '';
before(async () => {
  assert.ok(existsSync(join(root, 'register.js')), 'npm run build comes first');
  project = temporaryFolder({
    'package.json': { name: 'shop', version: '1.2.3', private: true },
    'app.mjs': server,
    'app.cjs': commonjs,
    'typed.mts': typed,
    'typed.cts': typed,
    'tsconfig.json': { compilerOptions: compiler, files: ['typed.mts', 'typed.cts'] },
  });
  await run('npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', project], { cwd: root });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'));
  await run('npm', ['install', '--loglevel=error', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`], {
    cwd: project,
  });
});

for (const { name, binary } of runtimes().filter(
  ({ major }, _index, all) => all.length === 1 || major === 20 || major === 24,
)) {
  describe(name, () => {
    for (const preload of ['import', 'require'] as const) {
      for (const app of ['app.mjs', 'app.cjs']) {
        test(`the installed package: node --${preload} firstlight/register ${app}`, async () => {
          const result = await runApp({
            fixture: join(project, app),
            cwd: project,
            node: binary,
            preload,
            preloadPath: 'firstlight/register',
            requests: async ({ url }) =>
              assert.equal(await (await fetch(url, { headers: { 'x-request-id': 'r-1' } })).text(), 'r-1'),
          });
          explain(result, ({ spans, out }) => {
            const span = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
            assert.equal(span.resource['service.name'], 'shop');
            assert.equal(span.resource['service.version'], '1.2.3');
            assert.deepEqual(
              out.map(({ message }) => message),
              ['request started', 'handling', 'request completed'],
            );
          });
        });
      }
    }
  });
}

/** A node_modules folder above the project, from which types would be found that a user does not have. */
function foreignPackages(): string | undefined {
  for (let folder = dirname(project); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules');
    if (folder === dirname(folder)) return undefined;
  }
}

test('a TypeScript user compiles against the types, which are whole without other packages', async (t) => {
  if (foreignPackages())
    return t.skip(`${foreignPackages()} is above the temporary folder and would lend its packages`);
  const { stdout } = await run(process.execPath, [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    project,
  ]).catch((error: { stdout: string }) => error);
  assert.equal(stdout, '');
});

test('the package installs nothing besides itself', () => {
  assert.deepEqual(
    readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['firstlight'],
  );
});
