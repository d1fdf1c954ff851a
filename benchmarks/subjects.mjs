// The subjects: the flags that put each one before an app. One table, in the order in which they are run.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => new URL(path, import.meta.url);

const SUBJECTS = [
  { name: 'bare', title: 'bare Node' },
  { name: 'firstlight', title: 'firstlight', preload: at('../register.js'), remedy: 'npm run build' },
  {
    name: 'upstream',
    title: 'upstream register',
    preload: at('./upstream/node_modules/@opentelemetry/auto-instrumentations-node/build/src/register.js'),
    remedy: 'npm ci --prefix benchmarks/upstream',
  },
  {
    name: 'edot',
    title: 'EDOT',
    preload: at('./edot/node_modules/@elastic/opentelemetry-node/import.mjs'),
    remedy: 'npm ci --prefix benchmarks/edot',
  },
];

export const SUBJECT_NAMES = SUBJECTS.map(({ name }) => name);

/** Titles for tables; names that are no subject (log writers) are their own title. */
export const titleOf = (name) => SUBJECTS.find((subject) => subject.name === name)?.title ?? name;

/**
 * The subjects that were asked for and are there.
 * @returns {{subjects: {name: string, nodeArgs: string[]}[], missing: {name: string, remedy: string}[]}}
 */
export function loadSubjects(names) {
  const asked = SUBJECTS.filter(({ name }) => names.includes(name));
  const there = ({ preload }) => !preload || existsSync(fileURLToPath(preload));
  return {
    subjects: asked
      .filter(there)
      .map(({ name, preload }) => ({ name, nodeArgs: preload ? ['--import', preload.href] : [] })),
    missing: asked.filter((subject) => !there(subject)).map(({ name, remedy }) => ({ name, remedy })),
  };
}
