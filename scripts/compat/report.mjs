// The table of a run: on the terminal, and in docs/compatibility.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COLUMNS = ['suite', 'version', 'tests', 'same', 'explained', 'unexplained'];

/** A run that was stopped says so. */
const nameOf = ({ suite, files, filesLeft }) =>
  filesLeft > 0 ? `${suite} (${files} of ${files + filesLeft} files)` : suite;

const cells = ({ version, tests, explained, unexplained, ...row }) => [
  nameOf(row),
  version,
  tests,
  tests - explained - unexplained,
  explained,
  unexplained,
];

/** Lines for a terminal. */
export function renderTable(rows, heading) {
  const cell = (value, column) => (column < 2 ? String(value).padEnd(column ? 22 : 40) : String(value).padStart(12));
  const line = (values) => `${values.map(cell).join('')}\n`;
  return [...(heading ? [COLUMNS] : []), ...rows.map(cells)].map(line).join('');
}

/** Puts the result of the day, and the reasons, between their markers. */
export function writeDocs(root, rows) {
  const file = join(root, 'docs', 'compatibility.md');
  const used = new Set(rows.flatMap((row) => row.reasons));
  const text = between(readFileSync(file, 'utf8'), 'compat', renderMarkdown(rows));
  writeFileSync(
    file,
    between(
      text,
      'compat-reasons',
      [...used]
        .sort()
        .map((reason) => `- ${reason}.`)
        .join('\n'),
    ),
  );
}

function between(text, name, content) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  if (!text.includes(start) || !text.includes(end)) throw new Error(`docs/compatibility.md has no ${start} and ${end}`);
  return `${text.slice(0, text.indexOf(start) + start.length)}\n${content}\n${text.slice(text.indexOf(end))}`;
}

function renderMarkdown(rows) {
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const sums = { tests: sum('tests'), explained: sum('explained'), unexplained: sum('unexplained') };
  const total = { suite: `**${rows.length} suites**`, version: '', ...sums };
  const line = (values) => `| ${values.join(' | ')} |`;
  return [
    `As of ${new Date().toISOString().slice(0, 10)}, on Node.js ${process.version}:`,
    '',
    line(COLUMNS),
    line(['---', '---', '---:', '---:', '---:', '---:']),
    ...[...rows, total].map((row) => line(cells(row))),
  ].join('\n');
}
