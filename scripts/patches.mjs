// Corrections of bundled packages: each file of patches/ names one fault, the upstream issue and the text that is
// replaced. patches/README.md says how to write one. The build fails if a text is no longer there: upstream fixed the
// fault, or moved the code.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('../patches', import.meta.url));

/**
 * All patches: {name, package, file, fault, upstream, replacements: [{find, replace}]}. `name` is the path below
 * patches/, `file` the path below the package's folder.
 */
export async function readPatches() {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mjs'))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const { default: patch } = await import(pathToFileURL(path.join(folder, name)).href);
      return {
        name: name
          .split(path.sep)
          .join('/')
          .replace(/\.mjs$/, ''),
        ...patch,
      };
    }),
  );
}

const patches = await readPatches();

/** The patches of a file that is being bundled, by its absolute path. */
const patchesOf = (file) => {
  const place = file.split(path.sep).join('/');
  return patches.filter((patch) => place.endsWith(`/node_modules/${patch.package}/${patch.file}`));
};

/** The text of a file of a package, with its patches. Throws if one of them does not fit exactly once. */
export function patchedSource(file) {
  return patchesOf(file).reduce((text, patch) => applyPatch(text, patch), readFileSync(file, 'utf8'));
}

/** Applies one patch to a text. */
export function applyPatch(text, { name, replacements }) {
  return replacements.reduce((patched, { find, replace }) => {
    const times = patched.split(find).length - 1;
    if (times !== 1) throw new Error(`patches/${name}.mjs: this text occurs ${times} times instead of once:\n${find}`);
    return patched.replace(find, () => replace);
  }, text);
}

/**
 * For esbuild: packages other than those of OpenTelemetry, whose sources scripts/trimming.mjs reads by `patchedSource`.
 */
export const namedPatches = {
  name: 'named-patches',
  setup(context) {
    const others = patches.filter((patch) => !patch.package.startsWith('@opentelemetry/'));
    for (const packageName of new Set(others.map((patch) => patch.package))) {
      const escaped = packageName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '[\\\\/]');
      context.onLoad({ filter: new RegExp(`node_modules[\\\\/]${escaped}[\\\\/].*\\.[cm]?js$`) }, ({ path: file }) =>
        patchesOf(file).length > 0 ? { contents: patchedSource(file), loader: 'js' } : undefined,
      );
    }
  },
};
