// The parts of `npm run compat` that judge: what is read, what counts as a difference, and what is explained.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(__dirname, '..');
const load = (name: string): Promise<any> => import(join(root, 'scripts', 'compat', `${name}.mjs`));

type Outcome = Record<string, boolean>;
const outcomes = (tests: Outcome) => new Map(Object.entries(tests).map(([name, ok]) => [name, { ok }]));

const PASSES: Outcome[] = [{ a: true }, { a: true }, { a: true }];
const FAILS: Outcome[] = [{ a: false }, { a: false }, { a: false }];
const COMPARISONS: [what: string, bare: Outcome[], loaded: Outcome[], expected: [number, string[]]][] = [
  ['the same', [{ a: true }], [{ a: true }], [1, []]],
  ['fails bare', [{ a: false, b: true }], [{ a: false, b: true }], [1, []]],
  ['fails bare alone', [{ a: false }], [], [0, []]],
  ['always fails under the preload', PASSES, FAILS, [1, ['a']]],
  ['is missing under the preload', PASSES, [{}, {}, {}], [1, ['a']]],
  ['fails once under the preload', [{ a: true }, { a: true }], [{ a: false }, { a: true }], [1, []]],
  ['fails sometimes bare', [{ a: true }, { a: false }], [{ a: false }, { a: false }], [1, []]],
];

for (const [what, bare, loaded, [tests, differences]] of COMPARISONS) {
  test(`a test that ${what}`, async () => {
    const { compare } = await load('difference');
    const left = { bare: [...bare], loaded: [...loaded] };
    const result = await compare((preloaded: boolean) => outcomes(left[preloaded ? 'loaded' : 'bare'].shift()!));
    const names = result.differences.map((each: { test: string }) => each.test);
    assert.deepEqual([result.tests, names], [tests, differences]);
  });
}

const TAP: [what: string, output: string, expected: Outcome][] = [
  [
    'tape',
    'TAP version 13\n# adds\nok 1 one\nnot ok 2 two\n# removes\nok 3 one\n\n1..3\n# tests 3\n',
    { 'adds > one': true, 'adds > two': false, 'removes > one': true },
  ],
  [
    'tape, its lines captured',
    '{"level":"info","message":"# adds"}\n{"level":"info","message":"ok 1 one"}\n',
    { 'adds > one': true },
  ],
  [
    'tap',
    '# Subtest: adds\n    ok 1 - inner\n    1..1\nok 1 - adds # time=3.5ms\nnot ok 2 - later # TODO\n',
    { adds: true, later: true },
  ],
];

for (const [what, output, expected] of TAP) {
  test(`TAP of ${what} is read`, async () => {
    const { tapPoints } = await load('readers');
    const points: { name: string; ok: boolean }[] = tapPoints(output);
    assert.deepEqual(Object.fromEntries(points.map(({ name, ok }) => [name, ok])), expected);
  });
}

test('every explanation has a suite of the table, and a reason', async () => {
  const { entries, reasons } = await load('explained');
  const { packageSuites } = await load('suites');
  const { nodeSuites } = await load('node-suites');
  const suites: string[] = [...packageSuites, ...nodeSuites].map(({ name }) => name);
  for (const { suite, reason } of entries) {
    assert.ok(
      suites.some((name) => name.includes(suite)),
      `no suite is called ${suite}`,
    );
    assert.ok(reasons[reason], `${reason} is no reason`);
  }
});

test('docs/compatibility.md has a place for the result', () => {
  const text = readFileSync(join(root, 'docs', 'compatibility.md'), 'utf8');
  for (const name of ['compat', 'compat-reasons']) {
    assert.match(text, new RegExp(`<!-- ${name}:start -->[^]*<!-- ${name}:end -->`));
  }
});
