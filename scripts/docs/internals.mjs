// docs/internals.md: the internals of Node.js and of packages that lib/ relies on, found in the code, explained here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { readPatches } from '../patches.mjs';
import { INTERNALS } from './internals-table.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Names that the language gives no one else: `_name`, and symbols and classes that only their text or type names. */
const PRIVATE = /^_[a-zA-Z]/;
const BY_TEXT = /^(?:_[a-z][A-Za-z]{3,}|pino\.\w+|nodejs\.internal\.\w+|SIGNALWRAP|reallyExit|loaded|paths)$/;

/** Every internal that a source names, with the files that name it. */
export function findInternals() {
  const found = new Map();
  for (const file of sources()) {
    const visit = (node) => {
      const name = nameOf(node);
      if (name !== undefined) found.set(name, (found.get(name) ?? new Set()).add(file));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true));
  }
  return found;
}

function nameOf(node) {
  if (ts.isStringLiteralLike(node)) return BY_TEXT.test(node.text) ? node.text : undefined;
  const name = ts.isPropertyAccessExpression(node)
    ? node.name.text
    : ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)
      ? (node.propertyName ?? node.name).getText()
      : undefined;
  return name !== undefined && (PRIVATE.test(name) || ['reallyExit', 'moduleLoadList'].includes(name))
    ? name
    : undefined;
}

function sources() {
  const list = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? list(path) : /(?<!\.d)\.m?ts$/.test(entry.name) ? [path] : [];
    });
  return list('lib');
}

/** Of the table and the code: what one has and the other lacks. */
export function compareInternals(found = findInternals()) {
  const listed = INTERNALS.flatMap(({ names }) => names);
  return {
    unlisted: [...found.keys()].filter((name) => !listed.includes(name)),
    unused: listed.filter((name) => !found.has(name)),
  };
}

/** The table, by owner. */
export function renderInternals() {
  const found = findInternals();
  const owners = [...new Set(INTERNALS.map(({ owner }) => owner))];
  const filesOf = (names) => [...new Set(names.flatMap((name) => [...(found.get(name) ?? [])]))].sort();
  const row = ({ names, why, since, gone }) =>
    `| ${names.map((name) => `\`${name}\``).join(', ')} | ${why} | ${since} | ${gone} | ${filesOf(names)
      .map((file) => `\`${file}\``)
      .join(', ')} |`;
  return owners
    .map((owner) => {
      const rows = INTERNALS.filter((each) => each.owner === owner).map(row);
      return [
        `### ${owner}`,
        '',
        '| What | Why | Since | If it is gone | Where |',
        '| --- | --- | --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

/** The texts of bundled packages that the build replaces, one row a file of patches/. */
export async function renderPatches() {
  const rows = (await readPatches()).map(
    ({ name, fault }) => `| \`patches/${name}.mjs\` | ${fault.replaceAll('|', '\\|')} |`,
  );
  return ['| Patch | What it mends |', '| --- | --- |', ...rows].join('\n');
}
