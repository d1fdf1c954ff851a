// Packages of npm that ship their tests, each unpacked alone with its development dependencies.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What tests of behaviour do not need: linters, types, browsers, benchmarks, releases. */
const UNNEEDED = new RegExp(
  [
    'eslint|neostandard|commitlint|coverage|bench|browserify|karma|semantic-release',
    '^@(types|babel|swc|rollup|playwright|bazel)/',
    // Its pinned range is gone from the registry.
    '^@matteo.collina/snap$',
    `^(${[
      'standard',
      'semistandard',
      'snazzy',
      'prettier',
      'husky',
      'typescript',
      'ts-node',
      'tsd',
      'tsup',
      'esbuild',
      'vite',
      'webpack',
      'rollup',
      'c8',
      'nyc',
      'jsdoc',
      'aud',
      'airtap',
      'playwright',
      'autocannon',
      'evalmd',
      'npmignore',
      'in-publish',
      'auto-changelog',
      'release-it',
      'is-ci',
      'license-checker',
    ].join('|')})$`,
  ].join('|'),
);

/** Downloads what is missing; returns the folder. */
export function packageFolder(store, { name, version, replaced = {} }) {
  const place = join(store, `${name.replace('/', '+')}@${version}`);
  if (existsSync(place)) return place;
  const folder = `${place}.next`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder, encoding: 'utf8' });
  const archive = packed.trim().split('\n').at(-1);
  execFileSync('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder });
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const needed = Object.entries(manifest.devDependencies ?? {}).filter(([each]) => !UNNEEDED.test(each));
  manifest.devDependencies = { ...Object.fromEntries(needed), ...replaced };
  delete manifest.scripts;
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  renameSync(folder, place);
  return place;
}
