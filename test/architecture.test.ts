import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { test } from 'node:test';
import { examine, listFiles, root, shippedFiles } from './support/source';

const shipped = shippedFiles();

interface Room {
  /** Other rooms that it may import; `*` is all of them. */
  readonly rooms: readonly string[];
  /** Packages that it may import, where they are limited. */
  readonly packages?: RegExp;
  /** Runs in a browser: Node.js is not there. */
  readonly browser?: boolean;
}

const FACTS = [
  'attempt',
  'builtin-modules',
  'clock',
  'errors',
  'looks-like',
  'loopback',
  'module-exports',
  'otlp',
  'package-hooks',
  'watching',
];
const BASE = [...FACTS, 'config'];
const OUTLETS = [...BASE, 'redaction', 'logger', 'context', 'lifecycle', 'export'];
const OPENTELEMETRY_SDK = /^(?!@opentelemetry\/(sdk|api|auto-instrumentations|instrumentation|exporter|context))/;

/** Who may import whom. A room that does not exist yet is no mistake; one that is missing here is. */
const rooms: Readonly<Record<string, Room>> = {
  errors: { rooms: [], packages: /^$/ },
  attempt: { rooms: [], packages: /^$/ },
  'builtin-modules': { rooms: [], packages: /^$/ },
  clock: { rooms: [], packages: /^$/ },
  'looks-like': { rooms: [], packages: /^$/ },
  loopback: { rooms: [], packages: /^$/ },
  'module-exports': { rooms: [], packages: /^$/ },
  otlp: { rooms: [], packages: /^$/ },
  'package-hooks': { rooms: [], packages: /^@opentelemetry\/instrumentation$/ },
  watching: { rooms: ['looks-like'], packages: /^$/ },
  redaction: { rooms: ['attempt', 'errors'], packages: /^(picomatch|@opentelemetry\/api)$/ },
  config: { rooms: ['errors', 'loopback', 'otlp', 'redaction'], packages: /^(envalid|fastest-levenshtein|yaml)$/ },
  logger: { rooms: [...BASE, 'redaction'] },
  context: { rooms: BASE },
  lifecycle: { rooms: BASE },
  export: { rooms: BASE },
  loading: { rooms: BASE },
  // Our own, where upstream has none or another one: one file a library. Built as lazy bundles, so what has state elsewhere would be
  // there twice.
  instrumentations: { rooms: BASE },
  telemetry: { rooms: [...OUTLETS, 'instrumentations'] },
  http: { rooms: [...OUTLETS, 'telemetry'] },
  propagation: { rooms: [...OUTLETS, 'telemetry', 'http'] },
  collector: { rooms: ['errors', 'loopback', 'otlp', 'redaction'], packages: OPENTELEMETRY_SDK },
  // What the collector shows. It shares nothing with the rest but the types of what it is reported.
  page: { rooms: ['collector'], packages: /^(preact(\/hooks)?|uplot(\/.*\.css)?)$/, browser: true },
  // Composition: each stage joins rooms that do not know each other.
  stages: { rooms: ['*'] },
  bootstrap: { rooms: ['*'] },
  index: { rooms: ['*'] },
  register: { rooms: ['bootstrap', 'loading', 'config'] },
  // The doctor judges by the rules of the rooms that it looks at.
  bin: { rooms: [...BASE, 'redaction', 'collector', 'bootstrap', 'loading', 'telemetry', 'export'] },
};

/** What only its owner may touch. */
const owners: Readonly<Record<string, { readonly pattern: RegExp; readonly rooms: readonly string[] }>> = {
  'process.env': { pattern: /^process\.env$/, rooms: ['config'] },
  // The logger listens for warnings and crashes, the one exception.
  'listeners of the process': {
    pattern: /^process\.(on|once|addListener|prependListener|prependOnceListener)$/,
    rooms: ['lifecycle', 'bin', 'logger'],
  },
  'the end of the process': { pattern: /^process\.(exit|reallyExit|kill|abort)$/, rooms: ['lifecycle', 'bin'] },
  'the console': { pattern: /^console\.\w+$/, rooms: ['logger', 'bin'] },
  AsyncLocalStorage: { pattern: /^AsyncLocalStorage$/, rooms: ['context'] },
  diagnostics_channel: { pattern: /^(node:)?diagnostics_channel$/, rooms: ['http'] },
};

/**
 * The room of a file: lib/config/load.ts -> config, lib/bootstrap.ts -> bootstrap, bin/x.ts -> bin. The page is a room
 * within the collector's.
 */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.replace(/\.(m?ts|tsx)$/, '').split('/');
  if (path.startsWith('collector/page/')) return 'page';
  return first === 'lib' ? second : first;
}

const exceptions: Readonly<Record<string, readonly string[]>> = {};

for (const path of shipped) {
  const room = roomOf(path);
  test(`${path} keeps to what ${room} may import and touch`, () => {
    const rules = rooms[room];
    assert.ok(rules, `${room} is in no table: add the room to DESIGN and to this test`);
    const { imports, touches } = examine(path, readFileSync(join(root, path), 'utf8'));
    const broken: string[] = [];
    for (const name of imports) {
      if (name.startsWith('.')) {
        const target = roomOf(join(path, '..', name).split(sep).join('/'));
        if (target !== room && !rules.rooms.includes('*') && !rules.rooms.includes(target))
          broken.push(`imports ${name}: ${room} may import ${rules.rooms.join(', ') || 'no other room'}`);
      } else if (!name.startsWith('node:') && rules.packages && !rules.packages.test(name))
        broken.push(`imports the package ${name}`);
      else if (name.startsWith('node:') && rules.browser) broken.push(`imports ${name}: a browser has no such thing`);
      if (
        room === 'page' &&
        name.startsWith('../') &&
        !/^collector\/(page\/|viewer\/wire$|search\/language$)/.test(join(path, '..', name))
      )
        broken.push(`imports ${name}: the page shares the types of viewer/wire and the language of searches`);
    }
    for (const [what, owner] of Object.entries(owners)) {
      const found = [...touches, ...imports].find((name) => owner.pattern.test(name));
      if (found && !owner.rooms.includes(room))
        broken.push(`touches ${found}: ${what} belongs to ${owner.rooms.join(', ')}`);
    }
    assert.deepEqual(
      broken.filter((line) => !exceptions[path]?.includes(line)),
      [],
    );
  });
}

test('the preload imports nothing of the collector and of the command line', () => {
  const preload = shipped.filter((path) => path.startsWith('lib/') || path === 'register.ts');
  const other = (path: string, name: string): boolean => /^(collector|bin)(\/|$)/.test(join(path, '..', name));
  assert.deepEqual(
    preload.filter((path) =>
      examine(path, readFileSync(join(root, path), 'utf8')).imports.some(
        (name) => name.startsWith('.') && other(path, name),
      ),
    ),
    [],
  );
});

const LONGEST = 300;
const everything = [
  ...shipped,
  ...listFiles('test', /\.[cm]?[jt]s$/),
  ...listFiles('scripts', /\.mjs$/),
  ...listFiles('patches', /\.mjs$/),
  ...listFiles('benchmarks', /\.[cm]?[jt]s$/),
  ...listFiles('examples', /\.[cm]?[jt]s$/),
];
const lines = (path: string): number => readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length;

test(`no file is longer than ${LONGEST} lines`, () => {
  assert.deepEqual(
    everything.map((path) => [path, lines(path)] as const).filter(([, length]) => length > LONGEST),
    [],
  );
});

test('no line of what ships is longer than 120 columns, links apart', () => {
  const long = (path: string): string[] =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .filter((line) => line.length > 120 && !/https:\/\/\S+$/.test(line))
      .map((line) => `${path}: ${line}`);
  assert.deepEqual(shipped.flatMap(long), []);
});

test('a folder of what ships has at most 20 files', () => {
  const counts = new Map<string, number>();
  for (const path of shipped) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  assert.deepEqual(
    [...counts].filter(([, count]) => count > 20),
    [],
  );
});

test('the entry is a sentence, of at most 40 lines', () => assert.ok(lines('register.ts') <= 40));

/** Fixtures that are tables of cases, or a server of a protocol: they are as long as their subject. */
const TABLES =
  /\/(propagation\/(ways\/|pools|outgoing)|loggers\/masked|secrets\/|logger\/console-calls|instrumentations\/mongo-server|preload\/workers-)/;

test('a fixture has at most 40 lines', () => {
  assert.deepEqual(
    listFiles('test/fixtures', /\.[cm]js$/)
      .map((path) => [path, lines(path)] as const)
      .filter(([path, length]) => length > 44 && !TABLES.test(path)),
    [],
  );
});

test('no room is called utils, helpers or common', () => {
  assert.deepEqual(
    shipped.filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.)/.test(path)),
    [],
  );
});

test('there is one copy of every OpenTelemetry package', () => {
  const places = new Map<string, string[]>();
  const scan = (folder: string): void => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      if (name.startsWith('.')) continue;
      const packages = name.startsWith('@') ? readdirSync(join(folder, name)).map((sub) => `${name}/${sub}`) : [name];
      for (const each of packages) {
        if (each.startsWith('@opentelemetry/')) places.set(each, [...(places.get(each) ?? []), join(folder, each)]);
        scan(join(folder, each, 'node_modules'));
      }
    }
  };
  scan(join(root, 'node_modules'));
  assert.ok(places.size > 50);
  assert.deepEqual(
    [...places].filter(([, copies]) => copies.length > 1),
    [],
  );
});
