// From a fresh clone to something that runs: packages, build.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './processes.mjs';
import * as screen from './screen.mjs';

/** Installs and builds what is missing; gives what the built collector exports. */
export async function prepare(root, prepared) {
  if (!prepared) {
    await install(root, 'packages');
    await install(path.join(root, 'examples', 'ragapp'), 'packages of the example');
    await timed('building firstlight', 'firstlight built', () =>
      run('node scripts/build.mjs --fast', process.execPath, ['scripts/build.mjs', '--fast'], { cwd: root }),
    );
  }
  const built = path.join(root, 'dist', 'collector.js');
  if (!existsSync(built) || !existsSync(path.join(root, 'register.js')))
    throw new Error('firstlight is not built: run "npm run demo" without --prepared.');
  return createRequire(import.meta.url)(built);
}

/** `npm ci` in a folder, unless its packages are in place. */
export async function install(folder, what) {
  // npm writes this file last: an install that was interrupted does not have it.
  if (existsSync(path.join(folder, 'node_modules', '.package-lock.json'))) return screen.done(what, 'in place');
  // npm shows its scripts where it lies; asked directly, the PATH has it (on Windows as a script that needs a shell).
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: folder, shell: !npm && process.platform === 'win32' };
  return timed(`installing ${what}`, `${what} installed`, () =>
    npm ? run('npm ci', process.execPath, [npm, ...args], options) : run('npm ci', 'npm', args, options),
  );
}

async function timed(doing, done, work) {
  const began = performance.now();
  screen.working(doing);
  await work();
  screen.done(done, `${((performance.now() - began) / 1000).toFixed(1)} s`);
}
