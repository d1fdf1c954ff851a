// npm run compat [-- WORD… OPTION…]: test suites of others, bare and under the preload.
//  WORD…     only suites whose name contains one of them; SUITE:PART only test files whose path contains PART
//   --resume  keeps what the last run found out, and runs the rest
//   --again   the same, and runs again what differed without an explanation
//   --report  runs nothing: the table of what earlier runs have found out
//   --triage  afterwards tries firstlight's switches on what is not explained
//   --list    names the suites
// Bare is Node.js with an empty preload: the flag alone changes how Node.js starts. Everything is downloaded into
// .compat; the result of a whole run is written into docs/compatibility.md.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonFor } from './compat/explained.mjs';
import { Journal } from './compat/journal.mjs';
import { nodeSource } from './compat/node-source.mjs';
import { nodeSuites } from './compat/node-suites.mjs';
import { packageFolder } from './compat/packages.mjs';
import { startReceiver } from './compat/receiver.mjs';
import { renderTable, writeDocs } from './compat/report.mjs';
import { SuiteRun } from './compat/suite-run.mjs';
import { packageSuites } from './compat/suites.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const store = join(root, '.compat');
const preload = join(root, 'register.js');
const empty = join(store, 'empty.cjs');
const options = new Set(process.argv.slice(2).filter((word) => word.startsWith('--')));
const filters = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('--'))
  .map((word) => word.split(':'));
const fitting = (name) => filters.filter(([suite]) => name.includes(suite));
const suites = [...packageSuites, ...nodeSuites].filter(({ name }) => filters.length === 0 || fitting(name).length > 0);

if (options.has('--list')) {
  for (const { name, version = '' } of suites) console.log(name, version);
  process.exit(0);
}
if (!existsSync(preload)) throw new Error('register.js is missing: run `npm run build` first');
mkdirSync(join(store, 'results'), { recursive: true });
writeFileSync(empty, '');

const receiver = await startReceiver(root);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    receiver.stop();
    process.exit(1);
  });
}
const rows = [];
for (const suite of suites) {
  rows.push(await runSuite(suite));
  process.stdout.write(renderTable(rows.slice(-1), rows.length === 1));
}
receiver.stop();
if (filters.length === 0)
  writeDocs(
    root,
    rows.filter(({ tests }) => tests > 0),
  );
const unexplained = rows.reduce((sum, row) => sum + row.unexplained, 0);
const mark = unexplained === 0 ? '✔' : '✖';
process.stdout.write(`${mark} ${unexplained} unexplained differences; all of them: .compat/results\n`);
process.exit(unexplained === 0 ? 0 : 1);

async function runSuite(suite) {
  const place = suite.folder ? nodeSource(store) : { folder: packageFolder(store, suite), version: suite.version };
  const run = new SuiteRun({ suite, place, preload, empty, store, env: receiver.env });
  const parts = fitting(suite.name).map(([, part]) => part);
  const chosen = (file) => parts.length === 0 || parts.some((part) => part === undefined || file.includes(part));
  const notes = join(store, 'results', `${suite.name.replace(/\W+/g, '-')}.jsonl`);
  const journal = new Journal(notes, ({ file, differences }) => {
    if (!chosen(file)) return true;
    if (options.has('--again')) return differences.every(({ test }) => reasonFor(suite.name, file, test));
    return options.has('--resume') || options.has('--report');
  });
  const files = options.has('--report') ? [] : run.files().filter((file) => chosen(file) && !journal.has(file));
  await run.run(files, journal, (file, [test, ...more]) => {
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    process.stdout.write(`  ✖ ${suite.name}: ${file} ${test}${others}\n`);
  });
  const records = journal.records.filter(({ file }) => chosen(file));
  if (options.has('--triage')) {
    for await (const line of run.triage(records)) process.stdout.write(`  ${line}\n`);
  }
  return run.row(records);
}
