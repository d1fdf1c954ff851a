// Writes the generated parts of the docs: the configuration table, the codes, the API, between `<!-- name:start -->`
// and `<!-- name:end -->`.
//  node scripts/docs.mjs           writes them
//   node scripts/docs.mjs --check   says which are out of date, and exits with 1 if any is
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { require as load } from 'tsx/cjs/api';
import { renderApi } from './docs/api.mjs';
import { renderCoverage } from './docs/coverage.mjs';
import { renderInternals, renderPatches } from './docs/internals.mjs';
import { renderKeys, renderStandard } from './docs/specification.mjs';

const { codes } = load('../lib/errors.ts', import.meta.url);
const { describe, loadConfig } = load('../lib/config/index.ts', import.meta.url);
const { rows } = load('../lib/config/table/index.ts', import.meta.url);
const { unsupported } = load('../lib/config/unsupported.ts', import.meta.url);
const { listKeys } = load('../lib/config/file/keys.ts', import.meta.url);
const { fileSchema } = load('../lib/config/file/schema/index.ts', import.meta.url);
const { renamed } = load('../lib/config/suggest.ts', import.meta.url);
const { findings } = load('../bin/doctor/table/index.ts', import.meta.url);
const { SECTIONS } = load('../bin/doctor/finding.ts', import.meta.url);

const titles = {
  general: 'General',
  logging: 'Logging',
  requests: 'Requests',
  exporter: 'OTLP exporter',
  traces: 'Traces',
  metrics: 'Metrics',
  logs: 'Logs',
  limits: 'Limits',
  process: 'The process',
  remote: 'Remote configuration',
};

const variables = describe(loadConfig({}, { cwd: '/', ownRoot: '/' }));
const ofGroup = (group) => variables.filter((variable) => variable.group === group);

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const code = (text) => `\`${text}\``;
/** Constants are code; a default in words, which has blanks, is prose unless it is the name of a variable. */
const shown = (text) => (/\s/.test(text) || text === 'none' ? text : code(text));
const linked = ({ variable, docs }) => (docs ? `[${code(variable)}](${docs})` : code(variable));

/** The settings that most people need; README shows them, docs/configuration.md all. */
const ESSENTIAL = [
  'OTEL_ENABLED',
  'OTEL_SERVICE_NAME',
  'OTEL_EXPORTER_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_SAMPLER',
  'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
  'LOG_LEVEL',
  'LOG_FORMAT',
  'FIRSTLIGHT_CAPTURE',
  'FIRSTLIGHT_LOG_REDACT',
  'FIRSTLIGHT_REQUEST_LOG',
  'FIRSTLIGHT_IGNORE_PATHS',
];

function shortTable() {
  const rows = ESSENTIAL.map((name) => variables.find(({ variable }) => variable === name) ?? missing(name));
  return table(
    ['Variable', 'Default', 'What it does'],
    rows.map((row) => [code(row.variable), shown(row.default), row.description]),
  );
}

function missing(name) {
  throw new Error(`${name} is no variable`);
}

function fullTable() {
  return Object.entries(titles)
    .map(([group, title]) => {
      const rows = ofGroup(group).map((row) => [linked(row), shown(row.default), row.description, code(row.example)]);
      return `## ${title}\n\n${table(['Variable', 'Default', 'What it does', 'Example'], rows)}`;
    })
    .join('\n\n');
}

/** What an OpAMP server may change. */
function remoteTable() {
  const mine = variables.filter(({ variable }) => rows[variable].remote);
  return table(
    ['Variable', 'What it does', 'Example'],
    mine.map((row) => [code(row.variable), row.description, code(row.example)]),
  );
}

function codeList() {
  return Object.entries(codes)
    .map(([name, { level, text, remedy }]) => `## ${name}\n\n${code(level)}: ${text}.\n\n${remedy}`)
    .join('\n\n');
}

/** The heading of a finding is its anchor. What is fine has no remedy, and so one row of a table. */
function findingList() {
  return SECTIONS.map((section) => {
    const mine = Object.entries(findings).filter(([, finding]) => finding.section === section);
    const isFine = ([, { severity, remedy }]) => severity === 'fine' && remedy === undefined;
    const fine = mine
      .filter(isFine)
      .map(([id, { text }]) => `- ${code(id)}: ${text}.`)
      .join('\n');
    const rest = mine
      .filter((entry) => !isFine(entry))
      .map(
        ([id, { severity, text, remedy }]) =>
          `### ${id}\n\n${code(severity)}: ${text}.\n\n${remedy.replace(/\bdocs\/([a-z-]+\.md)/g, '[$1]($1)')}`,
      );
    return [`## ${section}`, ...(fine ? [`Fine:\n\n${fine}`] : []), ...rest].join('\n\n');
  }).join('\n\n');
}

const patches = await renderPatches();
const parts = [
  { file: 'README.md', name: 'config', render: shortTable },
  { file: 'docs/configuration.md', name: 'config', render: fullTable },
  { file: 'docs/remote-configuration.md', name: 'remote', render: remoteTable },
  { file: 'docs/errors.md', name: 'errors', render: codeList },
  { file: 'docs/standard.md', name: 'standard', render: () => renderStandard({ rows, unsupported, renamed }) },
  { file: 'docs/standard.md', name: 'keys', render: () => renderKeys(listKeys(fileSchema(rows))) },
  { file: 'docs/doctor.md', name: 'findings', render: findingList },
  { file: 'docs/coverage.md', name: 'coverage', render: renderCoverage },
  { file: 'docs/api.md', name: 'api', render: renderApi },
  { file: 'docs/internals.md', name: 'internals', render: renderInternals },
  { file: 'docs/internals.md', name: 'patches', render: () => patches },
];

/** The text with its generated part renewed. */
function renew(text, { file, name, render }) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} lacks ${start} … ${end}`);
  return `${text.slice(0, from + start.length)}\n${render()}\n${text.slice(to)}`;
}

/** Pages that show files, each as a block of code after `<!-- file: name -->`. */
const showing = ['docs/recipes.md', 'docs/migrating.md', 'docs/configuration-file.md'];
const languages = { '.service': 'ini', '.cjs': 'js' };

function showFiles(text) {
  return text.replace(/(<!-- file: (\S+) -->\n)(?:\n```[^]*?\n```\n)?/g, (_, mark, name) => {
    const extension = /\.\w+$/.exec(name)[0];
    return `${mark}\n\`\`\`${languages[extension] ?? extension.slice(1)}\n${readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8')}\`\`\`\n`;
  });
}

const check = process.argv.includes('--check');
for (const part of [...parts, ...showing.map((file) => ({ file, show: showFiles }))]) {
  const path = fileURLToPath(new URL(`../${part.file}`, import.meta.url));
  const old = readFileSync(path, 'utf8');
  const renewed = part.show ? part.show(old) : renew(old, part);
  if (renewed === old) continue;
  if (check) {
    console.error(`${part.file} is out of date: run node scripts/docs.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, renewed);
    console.log(`wrote ${part.file}`);
  }
}
