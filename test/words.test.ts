// Names and comments are in the words of the field: what a reader of Node.js, undici or OpenTelemetry knows.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { listFiles, root, shippedFiles } from './support/source';

/** Words that were private to this code, and what the field calls them. */
const PRIVATE: Record<string, string> = {
  lane: 'signal queue',
  guest: 'worker client',
  guests: 'worker registry',
  invitation: 'exporter handle',
  patience: 'flush timeout',
  crowding: 'load factor',
  handover: 'enqueue',
  verdict: 'classification',
  stopwatch: 'export timer',
  fate: 'outcome',
  probed: 'first attempt',
  bury: 'remove',
  outlet: 'fd writer, metric reader',
  veil: 'redacted copy',
  steering: 'logger levels',
  tallies: 'counters',
  neighbours: 'other agents',
  newcomers: 'later SDKs',
  surroundings: 'process info',
  scratch: 'read buffer',
  letter: 'handshake',
  unfit: 'validation error',
  salvage: 'fallback',
  rivals: 'other SDKs',
  greeting: 'protocol detection',
  announcement: 'banner',
  gather: 'batcher',
  judge: 'classify',
  rank: 'priority',
  relay: 'batch processor',
  apart: 'lazy bundle',
  figures: 'self metrics',
  tally: 'self metrics',
  wake: 'activate',
  voice: 'notice writer',
  twice: 'duplicate load',
  told: 'reported',
  hear: 'listen, record',
  scene: 'context',
  visits: 'load',
};

/** Prose that a maintainer of Node.js would not write. */
const PROSE =
  /\b(who(ever|mever)|whatever|nobody|somebody|everybody|anybody|told|tells?(?! us)|hand(s|ed|ing)? over|(by|speaks?) (gRPC|HTTP)|be had|had better|Where (there|it|no|nothing|none|both) )\b/;

/** Words that a file may have: a part of the doctor's documented JSON. */
const ALLOWED: Record<string, readonly string[]> = { 'bin/doctor/report.ts': ['verdict'] };

/** The words of a name: `flushPatienceMs` has flush, patience and ms. */
const wordsOf = (name: string): string[] =>
  name.split(/(?<=[a-z0-9])(?=[A-Z])|[^a-zA-Z]+/).map((word) => word.toLowerCase());

function namesOf(text: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.tsx', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  return names;
}

/** Titles of tests, as far as they are one literal. */
const titles = (text: string): string[] =>
  [...text.matchAll(/\b(?:test|describe)\(\s*(['"`])(.*?)\1/g)].map(([, , title]) => title!);

const comments = (text: string): string[] => text.match(/^\s*(?:\/\/|\/?\*).*$/gm) ?? [];

for (const file of shippedFiles()) {
  const text = readFileSync(join(root, file), 'utf8');
  test(`${file}: names are the field's`, () => {
    const names = [file.replace(/\.\w+$/, ''), ...namesOf(text)];
    assert.deepEqual(
      names.flatMap((name) =>
        wordsOf(name)
          .filter((word) => Object.hasOwn(PRIVATE, word) && !ALLOWED[file]?.includes(word))
          .map((word) => `${name}: ${word} is ${PRIVATE[word]}`),
      ),
      [],
    );
  });
  test(`${file}: comments are plain English`, () =>
    assert.deepEqual(
      comments(text).filter((line) => PROSE.test(line)),
      [],
    ));
}

const pages = ['.', 'docs', 'docs/adr'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
for (const page of pages)
  test(`${page}: plain English`, () =>
    assert.deepEqual(
      readFileSync(join(root, page), 'utf8')
        .split('\n')
        .filter((line) => PROSE.test(line)),
      [],
    ));

for (const file of listFiles('test', /\.test\.ts$/))
  test(`${file}: titles are plain English`, () =>
    assert.deepEqual(
      titles(readFileSync(join(root, file), 'utf8')).filter((title) => PROSE.test(title)),
      [],
    ));
