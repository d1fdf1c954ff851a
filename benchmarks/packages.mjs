// The bench's own packages: three installs, so that no subject's versions pull at another's. Never part of the main
// install.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const NAMED = {
  '.': ['express', 'winston', 'pino', 'autocannon'],
  upstream: ['@opentelemetry/auto-instrumentations-node', '@opentelemetry/sdk-node'],
  edot: ['@elastic/opentelemetry-node'],
};

function upToDate(root) {
  const done = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(done)) return false;
  const [there, wanted] = [done, path.join(root, 'package-lock.json')].map(
    (file) => JSON.parse(readFileSync(file, 'utf8')).packages,
  );
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || there[name]?.version === version || (!there[name] && optional),
  );
}

/**
 * Runs `npm ci` in each of the bench's folders that `subjects` need and whose packages are missing or older than its
 * lock.
 */
export function installPackages(subjects, report) {
  // firstlight is built from the main install.
  const folders = ['.', 'upstream', 'edot', 'firstlight'].filter((name) => name === '.' || subjects.includes(name));
  for (const root of folders
    .map((name) => path.join(here, name === 'firstlight' ? '..' : name))
    .filter((candidate) => !upToDate(candidate))) {
    report(`installing the packages of ${path.relative(path.dirname(here), root) || 'the main install'}`);
    execFileSync('npm', ['ci', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* sources(path.join(folder, entry.name));
    else if (entry.name.endsWith('.ts')) yield path.join(folder, entry.name);
  }
}

/**
 * Builds firstlight where its preload is missing or older than its source: a stale build must not be measured unseen.
 */
export function buildFirstlight(report) {
  const root = path.dirname(here);
  const built = path.join(root, 'register.js');
  const newest = Math.max(
    ...[...sources(path.join(root, 'lib')), path.join(root, 'register.ts')]
      .filter(existsSync)
      .map((file) => statSync(file).mtimeMs),
  );
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  report('building firstlight');
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** Versions of the packages that matter, as installed. */
export function describePackages() {
  const found = {};
  for (const [root, names] of Object.entries(NAMED)) {
    for (const name of names) {
      const file = path.join(here, root, 'node_modules', name, 'package.json');
      if (existsSync(file)) found[name] = JSON.parse(readFileSync(file, 'utf8')).version;
    }
  }
  return found;
}
