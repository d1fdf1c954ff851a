// npm test [-- PATH… --skip-checks --all --property=N --mixed-sizes=N]: everything that a fresh clone needs, then every
// test. PATH…: only test files whose path contains one of them. --skip-checks: no build, types or lint. --all: on each
// release of Node.js that is supported; without it most tests run on the oldest and the newest. --property=N: how many
// lines and spans the property test of request IDs looks at, in each run; 1000 by default. --mixed-sizes=N: how many
// spans and log records the test of items of all sizes sends; 600 by default. Only Node's own modules here: this file
// runs before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { missingRuntimes, runtimesFolder } from './runtimes.mjs';
import { ensureBrowser, ensureServices } from './services.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Installs of their own, apart from the main one: what the tests need beside firstlight. */
const COMPANIONS = [
  ['packages to instrument', 'test/fixtures/instrumentations'],
  ['queues and schedulers', 'test/fixtures/propagation', '--ignore-scripts'],
  ['loggers', 'test/fixtures/loggers', '--ignore-scripts'],
  ['frameworks', 'test/fixtures/servers', '--ignore-scripts'],
  ['releases and packages to compare', 'test/same', '--ignore-scripts'],
  ['what apps bring along', 'test/apis'],
  ['what recipes are made with', 'test/recipes', '--ignore-scripts'],
  ['the load generator of the bench', 'benchmarks'],
];
const underCI = process.env.CI === 'true';
const windows = process.platform === 'win32';
const skipChecks = process.argv.includes('--skip-checks');
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const failures = [];
const notices = [];

/** Options that say how much a test does, and the variables that it reads. */
const COUNTS = { property: 'PROPERTY_LINES', 'mixed-sizes': 'MIXED_SIZES' };
const COUNT = new RegExp(`^--(${Object.keys(COUNTS).join('|')})=(\\d+)$`);
for (const argument of process.argv) {
  const [, name, count] = COUNT.exec(argument) ?? [];
  if (name !== undefined) process.env[COUNTS[name]] = count;
}
if (process.argv.includes('--all')) process.env.TEST_ALL = 'true';
const unknown = process.argv
  .slice(2)
  .filter(
    (argument) => argument.startsWith('--') && !['--skip-checks', '--all'].includes(argument) && !COUNT.test(argument),
  );
if (unknown.length > 0)
  finish(`unknown option ${unknown.join(' ')}; known: --skip-checks, --all, --property=N, --mixed-sizes=N`);

await install();
if (!skipChecks) await build();
// The one wants a processor, the other the network and the disk.
await Promise.all([skipChecks ? undefined : check(), prepare()]);
await test();
finish();

async function install() {
  if (installMatchesLock(root)) return;
  await step('install (npm ci)', 'npm', ['ci', '--loglevel=error']);
  if (failures.length > 0) finish();
}

/** npm notes what it installed; a different version in the lock means that someone pulled. */
function installMatchesLock(folder) {
  const note = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const there = JSON.parse(readFileSync(note, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || there[path]?.version === version || (!there[path] && (optional || devOptional)),
  );
}

async function build() {
  await step('build', process.execPath, ['scripts/build.mjs']);
  if (failures.length > 0) finish();
}

async function check() {
  await Promise.all([
    step('types', process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']),
    step('types of the page', process.execPath, [
      'node_modules/typescript/bin/tsc',
      '--noEmit',
      '-p',
      'collector/page',
    ]),
    step('types of its tests', process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'test/page']),
    step('lint', process.execPath, ['node_modules/eslint/bin/eslint.js', '.']),
    step('format', process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--check', '.']),
  ]);
}

async function prepare() {
  for (const { label, ready, reason } of await ensureServices({ install: underCI })) {
    if (ready) continue;
    // Under CI the tests of a missing service fail by themselves; the reason is reported here.
    notices.push(`${label} is missing (${reason})${underCI ? '' : ': its tests are skipped'}`);
  }
  const withoutBrowser = ensureBrowser({ install: underCI });
  if (withoutBrowser)
    notices.push(`Chromium is missing (${withoutBrowser})${underCI ? '' : ': the tests of the page are skipped'}`);
  for (const [label, folder, ...flags] of COMPANIONS) {
    const cwd = join(root, folder);
    if (!installMatchesLock(cwd))
      await step(`${label} (npm ci in ${folder})`, 'npm', ['ci', '--loglevel=error', ...flags], { cwd });
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    notices.push(`Node runtimes exist for Linux x64 only: the preload tests run on ${process.version} alone`);
  } else if (missingRuntimes().length > 0) {
    await step('Node runtimes (npm ci in test/runtimes)', 'npm', ['ci', '--loglevel=error'], { cwd: runtimesFolder });
    if (missingRuntimes().length > 0)
      failures.push(`Node runtimes ${missingRuntimes().join(', ')} could not be installed`);
  }
}

async function test() {
  const files = testFiles(join(root, 'test')).filter(
    (file) => filters.length === 0 || filters.some((part) => file.includes(part.replace(/^\.\//, ''))),
  );
  if (files.length === 0)
    return void failures.push(
      filters.length > 0 ? `no test file matches ${filters.join(' ')}` : 'there is no test file',
    );
  const artifacts = join(root, 'test', '.artifacts');
  mkdirSync(artifacts, { recursive: true });
  const tap = join(artifacts, 'tests.tap');
  // Imported here: it needs what the first step installs.
  await (await import('./tests/compile.mjs')).compileTests(root);
  const code = await run(
    process.execPath,
    [
      '--require',
      join(root, 'scripts', 'tests', 'register.cjs'),
      '--test',
      // Twice as many as there are cores: a test waits half of its time, for a server, a signal or a deadline.
      `--test-concurrency=${availableParallelism() * 2}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${pathToFileURL(join(root, 'scripts', 'tests', 'slowest.mjs'))}`,
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${tap}`,
      ...files,
    ],
    { stdio: 'inherit' },
  );
  if (code !== 0) failures.push('tests failed');
  judge(readFileSync(tap, 'utf8'), files);
}

/** The runner is content with a file that holds no test, and with no test at all: we are not. */
function judge(tap, files) {
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)`, 'm').exec(tap)?.[1] ?? 0);
  if (count('pass') === 0) failures.push('no test ran');
  for (const file of files) {
    // A file without tests is reported as one test named by its path.
    if (new RegExp(`^ok \\d+ - .*${escape(relative(root, file))}(?! #)$`, 'm').test(tap))
      failures.push(`${relative(root, file)} holds no test`);
  }
  const reasons = new Map();
  for (const [, reason] of tap.matchAll(/# SKIP (.+)$/gm)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, times] of reasons) notices.push(`skipped ${times}: ${reason}`);
}

function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return ['node_modules', 'fixtures', '.artifacts'].includes(entry.name) ? [] : testFiles(path);
      return entry.name.endsWith('.test.ts') ? [relative(root, path).split(sep).join('/')] : [];
    })
    .sort();
}

/** Runs one preparation quietly; its output is shown only when it failed. */
async function step(name, command, args, options = {}) {
  const started = performance.now();
  const chunks = [];
  const code = await run(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options }, (chunk) =>
    chunks.push(chunk),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? '✔' : '✖'} ${name} ${seconds} s\n`);
  if (code === 0) return;
  process.stdout.write(Buffer.concat(chunks));
  failures.push(`${name} failed`);
}

function run(command, args, options, onOutput) {
  return new Promise((resolve) => {
    // npm is a shell script on Windows, which only a shell can start.
    const child = spawn(command, args, { cwd: root, shell: windows && command === 'npm', ...options });
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.once('error', (error) => {
      onOutput?.(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function finish(...more) {
  failures.push(...more);
  for (const notice of notices) process.stdout.write(`! ${notice}\n`);
  for (const failure of failures) process.stdout.write(`✖ ${failure}\n`);
  if (failures.length === 0) process.stdout.write('✔ everything passed\n');
  process.exit(failures.length === 0 ? 0 : 1);
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
