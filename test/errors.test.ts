import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { codes, FirstlightError } from '../lib/errors';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = [
  'register.ts',
  ...['lib', 'bin'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?ts$/.test(name))
      .map((name) => join(folder, name)),
  ),
].filter((path) => path !== join('lib', 'errors.ts'));

/** Codes of firstlight that a text mentions. */
const mentioned = (text: string): string[] => [...new Set(text.match(/\bFL_[A-Z][A-Z_]*[A-Z]\b/g))];

test('every code that the sources use is in the table', () => {
  const unknown = sources.flatMap((path) =>
    mentioned(read(path))
      .filter((code) => !Object.hasOwn(codes, code))
      .map((code) => `${path}: ${code}`),
  );
  assert.deepEqual(unknown, []);
});

/**
 * Codes that are promised in the table and that no line carries yet. Whoever writes the line takes its code out of
 * here.
 */
const reserved: string[] = [];

test('every code of the table is used by the sources, except the reserved ones', () => {
  const used = new Set(sources.flatMap((path) => mentioned(read(path))));
  assert.deepEqual(
    Object.keys(codes).filter((code) => !used.has(code) && !reserved.includes(code)),
    [],
  );
});

test('every code that the docs mention is in the table', () => {
  const docs = [
    'README.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];
  const unknown = docs.flatMap((path) =>
    mentioned(read(path))
      .filter((code) => !Object.hasOwn(codes, code))
      .map((code) => `${path}: ${code}`),
  );
  assert.deepEqual(unknown, []);
});

for (const [code, { level, text, remedy }] of Object.entries(codes)) {
  test(`${code} says what happened and what to do`, () => {
    assert.match(code, /^FL_[A-Z]+(_[A-Z]+)*$/);
    assert.ok(['error', 'warn', 'info', 'debug'].includes(level));
    assert.match(text, /^\S.*[^.\s]$/, 'the start of a sentence, without a full stop');
    assert.match(remedy, /^[A-Z].*\.$/, 'whole sentences');
    assert.ok(read('docs/errors.md').includes(`## ${code}\n`), 'docs/errors.md has it');
  });
}

test('an error of firstlight carries its code, its detail and its cause', () => {
  const cause = new Error('why');
  const error = new FirstlightError('FL_STAGE_FAILED', 'logger', cause);
  assert.deepEqual(
    [error.code, error.name, error.message, error.cause],
    ['FL_STAGE_FAILED', 'FirstlightError', `${codes.FL_STAGE_FAILED.text}: logger`, cause],
  );
  assert.equal(Object.hasOwn(new FirstlightError('FL_STAGE_FAILED'), 'cause'), false);
});
