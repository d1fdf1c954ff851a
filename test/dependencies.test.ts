// What the package is made of is declared, and what is declared is used.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { examine, listFiles, root, shippedFiles } from './support/source';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly scripts?: Versions;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly optionalDependencies?: Versions;
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const declared: Versions = { ...manifest.dependencies, ...manifest.devDependencies };
const UPSTREAM = '@opentelemetry/auto-instrumentations-node';

/** `@scope/name` of `@scope/name/file`; undefined for files, builtins and what the build puts in. */
function packageOf(specifier: string): string | undefined {
  if (/^(?:[./]|node:|firstlight:)/.test(specifier) || isBuiltin(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

const manifestOf = (name: string): Manifest => {
  const path = join('node_modules', name, 'package.json');
  return existsSync(join(root, path)) ? (JSON.parse(read(path)) as Manifest) : {};
};

/** Entries of bundles that are packages. */
const entries = (text: string): string[] => [...text.matchAll(/\bin: '([@\w][^']*)'/g)].map(([, entry]) => entry!);

test('each package that lib, bin, collector and the build import is declared', () => {
  const missing = new Map<string, string>();
  for (const path of [...shippedFiles(), ...listFiles('scripts', /\.mjs$/), ...listFiles('patches', /\.mjs$/)]) {
    const text = read(path);
    for (const specifier of [...examine(path, text).imports, ...(path.startsWith('scripts/') ? entries(text) : [])]) {
      const name = packageOf(specifier);
      if (name !== undefined && !Object.hasOwn(declared, name)) missing.set(name, path);
    }
  }
  assert.deepEqual([...missing], []);
});

test('what upstream’s instrumentations bring is declared as they ask for it, so that there is one copy', () => {
  const asked = manifestOf(UPSTREAM).dependencies ?? {};
  const OF_UPSTREAM = /^@opentelemetry\/(?:instrumentation-|resource-detector-)/;
  const wanted = Object.entries(asked).filter(([name]) => OF_UPSTREAM.test(name));
  const here = Object.entries(declared).filter(([name]) => OF_UPSTREAM.test(name));
  const used = new Set(here.map(([name]) => name));
  assert.deepEqual(Object.fromEntries(here), Object.fromEntries(wanted.filter(([name]) => used.has(name))));
});

test('each package that is declared is used', () => {
  const sources = [
    ...shippedFiles(),
    'eslint.config.mjs',
    ...['scripts', 'patches', 'test', 'examples'].flatMap((folder) => listFiles(folder, /\.(?:[cm]?[jt]s|tsx)$/)),
  ].map((path) => [path, read(path)] as const);
  const mentioned = new Set(
    sources.flatMap(([, text]) =>
      [
        ...text.matchAll(
          /(?:\bfrom|\bimport|\brequire\w*|createRequire\(\w+\)|\bresolve|\bin:|--import'?,)[\s(]*['"]([@\w][^'"\s]*)['"]/g,
        ),
      ].map(([, specifier]) => packageOf(specifier!)),
    ),
  );
  const commands = Object.values(manifest.scripts ?? {})
    .join(' ')
    .split(/\s+/);
  const companions = new Set(
    Object.keys(declared).flatMap((name) => {
      const { peerDependencies, optionalDependencies } = manifestOf(name);
      return Object.keys({ ...peerDependencies, ...optionalDependencies });
    }),
  );
  const isTyped = (name: string): boolean => name === '@types/node' || Object.hasOwn(declared, name.slice(7));
  const unused = Object.keys(declared).filter(
    (name) =>
      !mentioned.has(name) &&
      !commands.includes(name) &&
      !companions.has(name) &&
      !(name.startsWith('@types/') && isTyped(name)),
  );
  assert.deepEqual(unused, []);
});
