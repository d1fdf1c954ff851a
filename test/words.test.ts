// Names are those of the field, and sentences are plain English: no word of a private language comes back.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';

const root = join(__dirname, '..');

/** Words that no name has, with those that the field uses instead. */
const NAMES: Readonly<Record<string, string>> = {
  lane: 'signal queue',
  guest: 'worker client',
  invitation: 'exporter handle',
  patience: 'timeout',
  crowding: 'load factor',
  gather: 'batcher',
  verdict: 'the class of an error, a finding',
  judge: 'classify',
  stopwatch: 'timer',
  fate: 'outcome',
  rank: 'priority',
  bury: 'remove',
  outlet: 'fd writer, metric reader',
  backlog: 'overflow buffer',
  veil: 'redact',
  steering: 'logger levels',
  splat: 'format arguments',
  told: 'reported',
  relay: 'batch processor',
  apart: 'lazy bundle',
  figures: 'self metrics',
  tally: 'self metrics',
  tallies: 'self metrics',
  wake: 'activate',
  neighbour: 'other agent',
  newcomer: 'agent watch',
  voice: 'notice writer',
  surroundings: 'process info',
  twice: 'duplicate load',
  letter: 'handshake',
  deliver: 'run as consumer',
  unfit: 'validation error',
  salvage: 'fallback',
  hear: 'listen, record',
  stamp: 'private slot',
  scene: 'context',
  greeting: 'protocol detection',
  rival: 'other SDK',
  visit: 'load',
  announcement: 'banner',
};

/** Words that no sentence has. */
const SENTENCES: Readonly<Record<string, string>> = {
  whoever: 'who, or anyone who',
  whatever: 'any, or everything that',
  nobody: 'no one, or name what does not',
  anybody: 'any',
  somebody: 'another process, the user',
  whichever: 'any',
  'hand over': 'enqueue, send',
  'handed over': 'enqueued, sent',
};

/** Words of the list that a file or folder may have. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // A part of the doctor's documented JSON.
  'bin/doctor/report.ts': ['verdict'],
  // What the logger's room calls it so far.
  'lib/stages/standalone.ts': ['steering'],
  'lib/stages/levels.ts': ['steering'],
  'lib/bootstrap.ts': ['steering'],
};

/** Rooms whose words are still to be changed. This list only becomes shorter. */
const TO_DO = ['lib/logger/', 'lib/loading/'];
/** Names are done here, sentences are not. This list only becomes shorter. */
const SENTENCES_TO_DO: readonly string[] = [
  'docs/configuration.md',
  'docs/containers.md',
  'docs/how-it-works.md',
  'docs/log-line.md',
  'docs/platforms.md',
  'docs/security.md',
  'docs/adr/',
];

const list = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name) && !name.split(sep).includes('node_modules'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`);
const isIn = (path: string, folders: readonly string[]): boolean => folders.some((folder) => path.startsWith(folder));
const sources = ['lib', 'bin', 'collector'].flatMap((folder) => list(folder, /\.(m?ts|tsx)$/)).concat('register.ts');
const docs = list('docs', /\.md$/).concat('README.md', 'CONTRIBUTING.md');

const parts = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
const singular = (word: string): string => (Object.hasOwn(NAMES, word) ? word : word.replace(/s$/, ''));

/** The names that a file declares, with its own. */
function namesOf(path: string): string[] {
  const names = [path.replace(/^.*\//, '').replace(/\.\w+$/, '')];
  const visit = (node: ts.Node): void => {
    const { name } = node as { name?: ts.Node };
    if (name && ts.isIdentifier(name) && !ts.isPropertyAccessExpression(node) && !ts.isImportSpecifier(node))
      names.push(name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true));
  return names;
}

/** The comments of a file, as one text without line breaks. */
function commentsOf(path: string): string {
  const text = readFileSync(join(root, path), 'utf8');
  const comments = text.match(/^\s*(\/\/|\*|\/\*).*$/gm) ?? [];
  return comments.map((line) => line.replace(/^\s*(\/\/|\/\*\*?|\*\/?)\s?/, '')).join(' ');
}

const sentenceFaults = (text: string): string[] =>
  Object.entries(SENTENCES)
    .filter(([word]) => new RegExp(`\\b${word}\\b`, 'i').test(text))
    .map(([word, instead]) => `"${word}": ${instead}`);

describe('names are those of the field', () => {
  for (const path of sources.filter((each) => !isIn(each, TO_DO)))
    test(path, () => {
      const allowed = Object.entries(EXCEPTIONS).flatMap(([folder, words]) => (path.startsWith(folder) ? words : []));
      const faults = namesOf(path).flatMap((name) =>
        parts(name)
          .map(singular)
          .filter((word) => Object.hasOwn(NAMES, word) && !allowed.includes(word))
          .map((word) => `${name}: ${NAMES[word]}`),
      );
      assert.deepEqual([...new Set(faults)], []);
    });
});

describe('comments are plain English', () => {
  for (const path of sources.filter((each) => !isIn(each, [...TO_DO, ...SENTENCES_TO_DO])))
    test(path, () => assert.deepEqual(sentenceFaults(commentsOf(path)), []));
});

describe('documents are plain English', () => {
  for (const path of docs.filter((each) => !isIn(each, SENTENCES_TO_DO)))
    test(path, () => assert.deepEqual(sentenceFaults(readFileSync(join(root, path), 'utf8')), []));
});
