import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { jsonLines, onlySpan, openCollector, preloadFile, root, temporaryFolder } from '../support';

const run = promisify(execFile);
let folder = '';
before(() => {
  folder = temporaryFolder({
    'package.json': { name: 'shop', version: '1.0.0', scripts: { app: 'node app.cjs' } },
    'app.cjs':
      'require("node:http").createServer((request, response) => response.end()).listen(0, async function () { ' +
      'await (await fetch(`http://127.0.0.1:${this.address().port}`)).text(); this.close(); });',
    'broken.cjs': 'this is no JavaScript',
  });
});

/** With a bad value, so that validation would be seen, too. */
const env = (more: Record<string, string> = {}) => ({
  PATH: process.env.PATH,
  HOME: folder,
  NODE_OPTIONS: `--import=${preloadFile}`,
  LOG_LEVEL: 'loud',
  npm_config_update_notifier: 'false',
  ...more,
});
const bin = (name: string) => [process.execPath, join(root, 'node_modules', name)];

const brought = (path: string) => [process.execPath, join(root, 'test', 'apis', 'node_modules', path)];
/**
 * Package managers beside npm, as their makers publish them; corepack brings those of its own over the network, and has
 * no other work here.
 */
const managers: { title: string; command: string[]; stdout: RegExp }[] = [
  { title: 'yarn 1', command: brought('yarn/bin/yarn.js'), stdout: /^1\.\d+\.\d+\n$/ },
  { title: 'yarn 4', command: brought('@yarnpkg/cli-dist/bin/yarn.js'), stdout: /^4\.\d+\.\d+\n$/ },
  { title: 'pnpm', command: brought('pnpm/bin/pnpm.cjs'), stdout: /^9\.\d+\.\d+\n$/ },
  { title: 'corepack', command: brought('corepack/dist/corepack.js'), stdout: /^0\.\d+\.\d+\n$/ },
];
const skip = managers.every(({ command }) => existsSync(command[1]!)) ? false : 'test/apis is not installed';

const tools: { title: string; command: string[]; stdout: RegExp }[] = [
  { title: 'npm --version', command: ['npm', '--version'], stdout: /^\d+\.\d+\.\d+\n$/ },
  { title: 'npm pkg get', command: ['npm', 'pkg', 'get', 'name'], stdout: /^"shop"\n$/ },
  { title: 'npx --version', command: ['npx', '--version'], stdout: /^\d+\.\d+\.\d+\n$/ },
  { title: 'tsc --version', command: [...bin('typescript/bin/tsc'), '--version'], stdout: /^Version \d/ },
  { title: 'eslint --version', command: [...bin('eslint/bin/eslint.js'), '--version'], stdout: /^v\d/ },
  { title: 'node -p', command: [process.execPath, '-p', '6 * 7'], stdout: /^42\n$/ },
  { title: 'node -e', command: [process.execPath, '-e', 'console.log("said")'], stdout: /^said\n$/ },
  { title: 'node --check', command: [process.execPath, '--check', 'app.cjs'], stdout: /^$/ },
];
for (const {
  title,
  command: [command, ...args],
  stdout,
} of tools) {
  test(`${title}: nothing is started, printed or validated`, async () => {
    const result = await run(command!, args, { cwd: folder, env: env() });
    assert.match(result.stdout, stdout);
    assert.equal(result.stderr.replace(/^npm warn .*\n/gm, ''), '');
  });
}

test('node --check of a broken file fails as ever, without a line of ours', async () => {
  const { code, stderr } = (await run(process.execPath, ['--check', 'broken.cjs'], { cwd: folder, env: env() }).catch(
    (error: { code: number; stderr: string }) => error,
  )) as { code: number; stderr: string };
  assert.equal(code, 1);
  assert.match(stderr, /SyntaxError/);
  assert.deepEqual(jsonLines(stderr), []);
});

for (const {
  title,
  command: [command, ...args],
  stdout,
} of managers) {
  test(`${title} --version: nothing is started, printed or validated`, { skip }, async () => {
    const result = await run(command!, [...args, '--version'], { cwd: folder, env: env() });
    assert.match(result.stdout, stdout);
    assert.equal(result.stderr, '');
  });
}

// yarn 4 runs nothing in a folder that it did not install.
const runners = [
  { title: 'npm', command: ['npm', 'run', '--silent', 'app'], skip: false },
  ...['yarn 1', 'pnpm'].map((title) => ({
    title,
    command: [...managers.find((manager) => manager.title === title)!.command, 'run', '--silent', 'app'],
    skip,
  })),
];
for (const {
  title,
  command: [command, ...args],
  skip,
} of runners) {
  test(`${title} run: ${title} is left alone, the app that it starts has the one bootstrap`, { skip }, async () => {
    const collector = await openCollector();
    const { stdout, stderr } = await run(command!, args, {
      cwd: folder,
      env: env({ OTEL_EXPORTER_ENDPOINT: `http://127.0.0.1:${collector.grpcPort}`, LOG_LEVEL: 'info' }),
    });
    assert.equal(jsonLines(stdout).filter(({ message }) => message === 'request completed').length, 1);
    assert.deepEqual(
      jsonLines(stderr).map(({ code }) => code),
      ['FL_STARTED'],
    );
    assert.equal(
      onlySpan(collector.store.spans, ({ kind }) => kind === 'SERVER', 'server span').resource['service.name'],
      'shop',
    );
  });
}

test('FIRSTLIGHT_FORCE=true starts even there', async () => {
  const { stdout, stderr } = await run(process.execPath, ['-p', '6 * 7'], {
    cwd: folder,
    env: env({
      FIRSTLIGHT_FORCE: 'true',
      LOG_LEVEL: 'info',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
    }),
  });
  assert.match(stdout, /42/);
  assert.deepEqual(
    jsonLines(stderr).map(({ code }) => code),
    ['FL_STARTED'],
  );
});
