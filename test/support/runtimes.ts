import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';

/** One Node.js release that tests run apps on. */
export interface Runtime {
  /** For test titles, such as `Node 22`. */
  name: string;
  major: number;
  /** Absolute path of its executable. */
  binary: string;
}

const folder = join(__dirname, '..', 'runtimes', 'node_modules');

/**
 * The Node.js releases that are installed under test/runtimes; the one that runs the tests if none is (anything but
 * Linux x64, or before `npm test` installed them).
 */
export function runtimes(): Runtime[] {
  const installed = [20, 22, 24, 26]
    .map((major) => ({ name: `Node ${major}`, major, binary: join(folder, `n${major}`, 'bin', 'node') }))
    .filter(({ binary }) => existsSync(binary));
  return installed.length > 0
    ? installed
    : [
        {
          name: `Node ${process.versions.node}`,
          major: Number.parseInt(process.versions.node, 10),
          binary: process.execPath,
        },
      ];
}

/** Releases between those of {@link runtimes}: the oldest ones, and those that Node's module hooks changed with. */
export function lineEnds(): Runtime[] {
  return ['20.6.0', '22.0.0', '22.12.0', '22.15.0', '22.22.2', '24.0.0', '24.11.0']
    .map((version) => ({
      name: `Node ${version}`,
      major: Number.parseInt(version, 10),
      binary: join(folder, `n${version}`, 'bin', 'node'),
    }))
    .filter(({ binary }) => existsSync(binary));
}

/**
 * Declares the same tests for the oldest and the newest runtime; for all of them if `every` is set, or under `npm test
 * -- --all`.
 */
export function onEachRuntime(declare: (runtime: Runtime) => void, { every = false } = {}): void {
  const all = runtimes();
  const chosen = every || process.env.TEST_ALL === 'true' ? all : [...new Set([all[0]!, all.at(-1)!])];
  for (const runtime of chosen) describe(runtime.name, () => declare(runtime));
}
