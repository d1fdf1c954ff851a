// What the hand-written documents name has to exist: files, headings, scripts, variables, codes.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { renamed } from '../../lib/config/suggest';
import { variableNames } from '../../lib/config/table';
import { unsupported } from '../../lib/config/unsupported';
import { codes } from '../../lib/errors';

const root = join(__dirname, '..', '..');
const documents = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...below('docs'),
  'examples/ragapp/README.md',
  'examples/ragapp/texts/README.md',
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

// The example's own settings, and variables that belong to Node, Docker or CI.
const FOREIGN = new Set(['NODE_OPTIONS']);

test('every relative link leads to a file, and every anchor to a heading', () => {
  for (const { path, text } of documents) {
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file = '', anchor] = target!.split('#');
      const linked = file === '' ? join(root, path) : join(root, dirname(path), file);
      assert.ok(existsSync(linked), `${path} links to ${target}, which is not there`);
      if (anchor)
        assert.ok(
          anchorsOf(readFileSync(linked, 'utf8')).includes(anchor),
          `${path} links to ${target}, but ${relative(root, linked)} has no such heading`,
        );
    }
  }
});

test('every npm script and every file of a node command exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const { path, text } of documents) {
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g))
      assert.ok(scripts[script!], `${path} names npm run ${script}`);
    for (const [, file] of text.matchAll(
      /node (?:--\S+ (?:tsx |\S+\.js )?)*((?:scripts|test|examples)\/\S+\.(?:mjs|js|ts))\b/g,
    )) {
      assert.ok(existsSync(join(root, file!)), `${path} names ${file}`);
    }
  }
});

test('every variable that is named is one of the table', () => {
  const known = new Set<string>([...variableNames, ...Object.keys(unsupported), ...Object.keys(renamed)]);
  for (const { path, text } of documents) {
    for (const [name] of text.matchAll(/\b(?:OTEL|FIRSTLIGHT|LOG)_[A-Z][A-Z_]*[A-Z]\b/g))
      assert.ok(known.has(name) || FOREIGN.has(name), `${path} names ${name}, which is no variable of ours`);
  }
});

test('every code that is named is one of the table', () => {
  for (const { path, text } of documents) {
    for (const [code] of text.matchAll(/\bFL_[A-Z_]*[A-Z]\b/g))
      assert.ok(code in codes, `${path} names ${code}, which is no code of ours`);
  }
});

function below(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

/** Headings as GitHub makes anchors of them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
