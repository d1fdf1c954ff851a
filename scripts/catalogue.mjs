// The catalogue of upstream's instrumentations, made from @opentelemetry/auto-instrumentations-node: its own map, and
// the targets that each package declares. The build writes it, so that an upgrade brings new ones without a hand.
//   node scripts/catalogue.mjs            writes what has changed
//   node scripts/catalogue.mjs --check    ends with 1 if a file is not what it would write
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const PREFIX = '@opentelemetry/instrumentation-';
const NAMES = 'lib/config/upstream-instrumentations.ts';
const ROWS = 'lib/telemetry/instrumentations/upstream.ts';
const HEAD = '// Written by scripts/catalogue.mjs from @opentelemetry/auto-instrumentations-node: not by hand.\n\n';

/** What upstream's packages resolve from: the copies that it has, should there be two. */
export const upstreamRequire = createRequire(require.resolve('@opentelemetry/auto-instrumentations-node'));

/** All instrumentations of upstream's map, created and turned off again, in the order of their names. */
function createAll() {
  const { getNodeAutoInstrumentations } = require('@opentelemetry/auto-instrumentations-node');
  const made = getNodeAutoInstrumentations({
    // Off by default, so not made.
    [`${PREFIX}fs`]: { enabled: true },
    [`${PREFIX}host-metrics`]: { enabled: true },
  });
  for (const instrumentation of made) instrumentation.disable();
  return made.sort((a, b) => (shortName(a) < shortName(b) ? -1 : 1));
}

const shortName = ({ instrumentationName }) => instrumentationName.slice(PREFIX.length);

/** What an instrumentation patches: [module, ...files in it], as its own definitions have it. */
function targetsOf(instrumentation) {
  const targets = new Map();
  for (const { name, files } of instrumentation.getModuleDefinitions?.() ?? []) {
    const known = targets.get(name) ?? new Set();
    targets.set(name, known);
    for (const file of files) known.add(file.name.slice(name.length + 1));
  }
  return [...targets].map(([name, files]) => (files.size === 0 ? name : [name, ...files]));
}

/** The class's name among the exports of its package. */
function className(instrumentation) {
  const { name } = instrumentation.constructor;
  const exported = upstreamRequire(instrumentation.instrumentationName);
  if (exported[name] !== instrumentation.constructor)
    throw new Error(`${instrumentation.instrumentationName} does not export its class ${name}`);
  return name;
}

function render() {
  const all = createAll();
  const names = all.map((each) => `'${shortName(each)}',`).join('\n');
  const rows = all.map(
    (each) =>
      `${JSON.stringify(shortName(each))}: { targets: ${JSON.stringify(targetsOf(each))}, ` +
      `load: () => require('${each.instrumentationName}').${className(each)} },`,
  );
  return {
    [NAMES]:
      `${HEAD}/** The short names of upstream's instrumentations: their packages' without \`${PREFIX}\`. */\n` +
      `export const upstreamInstrumentations = [\n${names}\n] as const;\n`,
    [ROWS]:
      `${HEAD}import type { UpstreamInstrumentation } from '../../config';\n` +
      `import type { CatalogueItem } from './catalogue-item';\n\n` +
      `/** The instrumentations of auto-instrumentations-node, by their short names. */\n` +
      `export const upstream: Readonly<Record<UpstreamInstrumentation, CatalogueItem>> = {\n${rows.join('\n')}\n};\n`,
  };
}

/**
 * Writes the catalogue, or only compares it.
 *
 * @returns The paths of the files that were not as they should be.
 */
export async function writeCatalogue({ check = false } = {}) {
  const stale = [];
  for (const [name, text] of Object.entries(render())) {
    const file = path.join(root, name);
    const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file });
    if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === formatted) continue;
    stale.push(name);
    if (!check) writeFileSync(file, formatted);
  }
  return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const stale = await writeCatalogue({ check });
  for (const name of stale) process.stdout.write(check ? `${name} is stale\n` : `wrote ${name}\n`);
  // Instrumentations keep timers.
  process.exit(check && stale.length > 0 ? 1 : 0);
}
