// docs/coverage.md: what is seen of which library, from the catalogues, the doctor's versions and the tests' lock files.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { require as load } from 'tsx/cjs/api';
import { CONTEXT_LIBRARIES, SPANS } from './coverage-table.mjs';
import { FRAMEWORKS } from './frameworks-table.mjs';

const { catalogue } = load('../../lib/telemetry/instrumentations/catalogue.ts', import.meta.url);
const { layerInstrumentations, quietInstrumentations } = load('../../lib/config/index.ts', import.meta.url);
const { catalogue: libraries } = load('../../lib/propagation/libraries/catalogue.ts', import.meta.url);
const { INSTRUMENTED } = load('../../bin/doctor/packages/instrumented.ts', import.meta.url);

const FOLDERS = ['instrumentations', 'propagation', 'servers'].map((name) => `test/fixtures/${name}/`);
const LOCKS = [...FOLDERS, 'test/same/', 'test/apis/', 'test/recipes/', ''].map(
  (folder) =>
    JSON.parse(readFileSync(fileURLToPath(new URL(`../../${folder}package-lock.json`, import.meta.url)), 'utf8'))
      .packages,
);

/** The versions that tests run, the newest first. */
const tested = (name) =>
  [
    ...new Set(
      LOCKS.flatMap((packages) =>
        Object.entries(packages).flatMap(([place, { version }]) =>
          place.replace(/^versions\/[^/]+\//, '') === `node_modules/${name}` ? (version ?? []) : [],
        ),
      ),
    ),
  ]
    .sort((one, other) => other.localeCompare(one, 'en', { numeric: true }))
    .join(', ');

const code = (text) => `\`${text}\``;
const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;

function known(name) {
  const packages = Object.keys(INSTRUMENTED).filter((each) => INSTRUMENTED[each].by === name);
  return packages.length === 0
    ? { libraries: name === 'aws-lambda' ? 'the runtime of Lambda' : 'Node.js', tested: 'each release' }
    : {
        libraries: packages.map((each) => `${each} ${code(INSTRUMENTED[each].versions.join(' or '))}`).join('<br>'),
        tested: packages.map(tested).filter(Boolean).join('<br>') || 'a stand-in',
      };
}

function byDefault(name) {
  if (layerInstrumentations.includes(name)) return 'off: layers; routes and errors are seen';
  return quietInstrumentations.includes(name) ? 'off' : 'on';
}

function missing(rows, names, what) {
  const lost = names.filter((name) => !rows.includes(name));
  const unknown = rows.filter((name) => !names.includes(name));
  if (lost.length + unknown.length > 0)
    throw new Error(`scripts/docs/coverage-table.mjs, ${what}: missing ${lost}; unknown ${unknown}`);
}

export function renderCoverage() {
  missing(Object.values(SPANS).flatMap(Object.keys), Object.keys(catalogue), 'instrumentations');
  const sections = Object.entries(SPANS).map(([title, rows]) =>
    [
      `## ${title}`,
      '',
      row('Name', 'Libraries and versions', 'Tested', 'Spans', 'Attributes', 'By default'),
      row(...Array(6).fill('---')),
      ...Object.entries(rows).map(([name, [spans, attributes]]) => {
        const about = known(name);
        return row(code(name), about.libraries, about.tested, spans, attributes, byDefault(name));
      }),
    ].join('\n'),
  );
  const names = libraries.map(({ name }) => name);
  missing(Object.keys(CONTEXT_LIBRARIES), names, 'libraries that pass context on');
  const context = [
    '## Queues, schedulers, pools and connections',
    '',
    'What these run later, or elsewhere, has the context of what asked for it.',
    '',
    row('Library', 'Versions', 'Tested', 'Spans', 'Attributes'),
    row(...Array(5).fill('---')),
    ...libraries.map(({ name, load: open }) =>
      row(name, code(open().versions.join(' or ')), tested(name) || 'a stand-in', ...CONTEXT_LIBRARIES[name]),
    ),
  ].join('\n');
  const servers = [
    '## Routes and errors of frameworks',
    '',
    'The route is on the server span, in the line and in the metrics. The error is that of an answer with a status of 5xx: an exception on the server span, and its class as `error.type`. A dash: no test runs it.',
    '',
    row('Framework', 'Tested', 'Route', 'Error'),
    row(...Array(4).fill('---')),
    ...FRAMEWORKS.map(([title, packages, route, error]) =>
      row(title, packages.map((name) => `${name} ${tested(name)}`).join('<br>') || '–', route, error),
    ),
  ].join('\n');
  return [...sections, servers, context].join('\n\n');
}
