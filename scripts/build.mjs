// Builds the one artefact: ./register.js and ./dist, with everything firstlight needs bundled into it.
//  node scripts/build.mjs            bundles and type declarations
//   node scripts/build.mjs --fast     bundles only
import { build, transform } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCatalogue } from './catalogue.mjs';
import {
  appThreadEntries,
  encodedRequests,
  lazyBundleEntries,
  loadLazyBundles,
  sharedByBundle,
  unreadEnvironment,
} from './lazy-bundles.mjs';
import { shareInterop } from './interop.mjs';
import { buildPage } from './page.mjs';
import { namedPatches } from './patches.mjs';
import { billOfMaterials, packagesOf } from './sbom.mjs';
import { inlinedConventions, putOff } from './trimming.mjs';
import { vendorTypes } from './vendor-types.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const at = (...parts) => path.join(root, ...parts);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

// What sdk-node and auto-instrumentations-node load eagerly although firstlight never calls it from there: exporters
// run in the exporter thread, detectors are loaded one by one when they are asked for.
const unusedIn = [
  // What reports on its channels (channelz) and reports loads as a server, which an exporter never does: a quarter of
  // its bundle.
  [/[\\/]@grpc[\\/]grpc-js[\\/]/, /^@grpc\/proto-loader$/],
  [/[\\/]@opentelemetry[\\/]sdk-node[\\/]/, /^(@opentelemetry\/(exporter-|configuration$|otlp-|propagator-)|yaml$)/],
  [/[\\/]@opentelemetry[\\/]auto-instrumentations-node[\\/]/, /^@opentelemetry\/(resource-detector-|sdk-node$)/],
];
// Diagnostics of dependencies about themselves, to be switched on by variables of their own (DEBUG, DIAGNOSTICS):
// loading them costs more than what uses them.
const mute = {
  debug: 'module.exports = () => Object.assign(() => {}, { enabled: false });',
  '@dabh/diagnostics': 'module.exports = () => () => {};',
};

const stubs = {
  name: 'stubs',
  setup(context) {
    context.onResolve({ filter: /^[@a-z]/ }, ({ path: wanted, importer }) =>
      unusedIn.some(([from, what]) => from.test(importer) && what.test(wanted))
        ? { path: wanted, namespace: 'stub' }
        : undefined,
    );
    context.onResolve({ filter: /^(debug|@dabh\/diagnostics)$/ }, ({ path: wanted }) => ({
      path: wanted,
      namespace: 'stub',
    }));
    context.onLoad({ filter: /.*/, namespace: 'stub' }, ({ path: wanted }) => ({
      contents: mute[wanted] ?? 'module.exports = {};',
    }));
  },
};

// Files of the package refer to each other by their place in it.
const siblings = {
  name: 'siblings',
  setup(context) {
    context.onResolve({ filter: /^firstlight:/ }, ({ path: wanted }) => ({
      path: wanted.slice('firstlight:'.length),
      external: true,
    }));
  },
};

// What reads configuration files is a lazy bundle: most apps have none.
const configFile = {
  name: 'config-file',
  setup(context) {
    const folder = path.dirname(context.initialOptions.outfile ?? '');
    context.onResolve({ filter: /^\.\.\/file$/ }, ({ resolveDir }) =>
      resolveDir === at('lib/config/declarative')
        ? { path: `./${path.posix.relative(folder, 'dist.next/config-file.js')}`, external: true }
        : undefined,
    );
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'linked',
  sourcesContent: false,
  // Shorter, not obscured: names are kept, stack traces stay readable.
  minifyWhitespace: true,
  minifySyntax: true,
  // The ES module builds where packages have them: what no one uses of them is left out.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  metafile: true,
  // A class of the same name, which is in no stack of the app's errors.
  alias: { 'require-in-the-middle': at('lib/loading/hooks/builtin-hooks.ts') },
  define: { FIRSTLIGHT_VERSION: JSON.stringify(version) },
  plugins: [siblings, configFile, putOff, stubs, inlinedConventions, namedPatches],
};

/**
 * In front of the preload: takes away what was added to Object.prototype, which the helpers of bundles stumble over.
 */
async function plainPrototype() {
  const source = readFileSync(at('lib/loading/bundle/plain-prototype.ts'), 'utf8').replaceAll(
    'export function',
    'function',
  );
  const { code } = await transform(source, { loader: 'ts', target: 'node12', minify: true });
  return `"use strict";${code}var restorePrototype=hideAdded();`;
}

/** What reads the bundle's code cache has to know which text it belongs to; built after it. */
const readers = [
  {
    entryPoints: ['register.ts'],
    outfile: 'dist.next/register.js',
    target: 'node12',
    sourcemap: false,
    banner: { js: await plainPrototype() },
  },
  { entryPoints: ['lib/stages/warm.ts'], outfile: 'dist.next/warm.js' },
];

// The app may put a `process` of its own in the place of the global one, such as an object that inherits from it.
// esbuild writes its "use strict" behind a banner, where it is no directive.
const ownProcess = '"use strict";const process=require("node:process");';

const bundles = [
  {
    entryPoints: ['lib/bootstrap.ts'],
    outfile: 'dist.next/firstlight.js',
    banner: { js: ownProcess },
    plugins: [loadLazyBundles(root), ...common.plugins],
  },
  { entryPoints: lazyBundleEntries(root), outdir: 'dist.next', plugins: [sharedByBundle(root), ...common.plugins] },
  {
    entryPoints: appThreadEntries(root),
    outdir: 'dist.next',
    alias: { ...common.alias, '@opentelemetry/otlp-transformer': encodedRequests(root) },
    // They are evaluated as functions, in which Node.js has no `import()`.
    supported: { 'dynamic-import': false },
    plugins: [unreadEnvironment, sharedByBundle(root), ...common.plugins],
  },
  { entryPoints: ['lib/export/thread.ts'], outfile: 'dist.next/exporter.js' },
  { entryPoints: ['lib/export/otlp/grpc-delegate.ts'], outfile: 'dist.next/grpc-delegate.js' },
  { entryPoints: ['lib/export/otlp/http-delegate.ts'], outfile: 'dist.next/http-delegate.js' },
  { entryPoints: ['lib/export/spool/index.ts'], outfile: 'dist.next/spool.js' },
  { entryPoints: ['lib/export/opamp/index.ts'], outfile: 'dist.next/opamp.js' },
  { entryPoints: ['lib/config/file/index.ts'], outfile: 'dist.next/config-file.js' },
  { entryPoints: ['lib/telemetry/sdk/cloud-detectors.ts'], outfile: 'dist.next/cloud-detectors.js' },
  { entryPoints: ['lib/index.ts'], outfile: 'dist.next/index.js' },
  { entryPoints: ['lib/propagation/pool-task.ts'], outfile: 'dist.next/pool-task.js' },
  { entryPoints: ['lib/loading/hooks/es-text.mts'], outfile: 'dist.next/esm/es-text.js' },
  { entryPoints: ['lib/loading/hooks/hook-thread.mts'], outfile: 'dist.next/esm/hook-thread.mjs', format: 'esm' },
  { entryPoints: ['bin/firstlight.ts'], outfile: 'dist.next/bin/firstlight.js' },
  { entryPoints: ['collector/index.ts'], outfile: 'dist.next/collector.js' },
  // Its SDK is loaded when a coding agent asks.
  { entryPoints: ['collector/mcp/index.ts'], outfile: 'dist.next/mcp.js', sourcemap: false },
];

await writeCatalogue();

// Built aside: what runs from `dist` meanwhile finds all of it until the end.
rmSync(at('dist.next'), { recursive: true, force: true });
mkdirSync(at('dist.next/esm'), { recursive: true });
const results = (
  await Promise.all([...bundles.map((bundle) => build({ ...common, ...bundle })), buildPage(at('dist.next/page'))])
).filter(Boolean);
['firstlight', 'exporter', 'grpc-delegate', 'http-delegate'].forEach((name) =>
  shareInterop(at(`dist.next/${name}.js`)),
);
const buildId = createHash('sha256')
  .update(readFileSync(at('dist.next/firstlight.js')))
  .digest('hex')
  .slice(0, 12);
await Promise.all(
  readers.map((reader) =>
    build({ ...common, ...reader, define: { ...common.define, FIRSTLIGHT_BUILD: JSON.stringify(buildId) } }),
  ),
);
shareInterop(at('dist.next/register.js'));
await shorten(at('dist.next/register.js'));
const bundled = packagesOf(
  root,
  results.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
);
writeFileSync(at('dist.next/licences.txt'), licences(bundled));
writeFileSync(at('dist.next/sbom.cdx.json'), billOfMaterials(root, bundled));
if (!process.argv.includes('--fast')) {
  execFileSync(
    process.execPath,
    [require.resolve('typescript/bin/tsc'), '-p', at('tsconfig.build.json'), '--outDir', at('dist.next/types')],
    { stdio: 'inherit' },
  );
  vendorTypes(root, at('dist.next/types'));
}
replace();
// After the move: compiled code remembers the name of its file.
warm();
report(at('dist'));

/** The licence texts of every package whose code is in the bundles. */
function licences(packages) {
  return packages
    .map(({ folder, name, version, license }) => {
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      return (
        `${name} ${version} ` +
        `(${license})\n\n${file ? readFileSync(path.join(folder, file), 'utf8').trim() : 'No licence file in the package.'}\n`
      );
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The code cache for the Node.js that builds; others are written by `firstlight warm`. */
function warm() {
  execFileSync(process.execPath, [at('dist/warm.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
  });
}

/**
 * Node searches a CommonJS file that is imported for the names of its exports, character by character. The preload has
 * none, and no source map.
 */
async function shorten(file) {
  const { code } = await transform(readFileSync(file, 'utf8'), {
    minify: true,
    target: 'node12',
    format: 'cjs',
    platform: 'node',
  });
  writeFileSync(file, code);
}

function replace() {
  rmSync(at('dist.old'), { recursive: true, force: true });
  if (existsSync(at('dist'))) renameSync(at('dist'), at('dist.old'));
  renameSync(at('dist.next'), at('dist'));
  renameSync(at('dist/register.js'), at('register.js'));
  rmSync(at('dist.old'), { recursive: true, force: true });
}

function report(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map((name) => ({ name, stat: statSync(path.join(folder, name)) }))
    .filter(({ stat }) => stat.isFile());
  const sum = (list) => list.reduce((total, { stat }) => total + stat.size, 0);
  for (const { name, stat } of files.filter(({ name }) => /\.m?js$/.test(name)))
    console.log(`${(stat.size / 1024).toFixed(0).padStart(7)} kB  dist/${name}`);
  console.log(`${(sum(files) / 1024).toFixed(0).padStart(7)} kB  in all`);
}
