// The Node.js releases that the preload tests run on: binaries from npm packages, kept apart from the main install
// because they are large, of no use to a user, and exist for Linux x64 only.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const runtimesFolder = fileURLToPath(new URL('../test/runtimes/', import.meta.url));
export const runtimeNames = ['n20', 'n22', 'n24', 'n26'];

/** The runtimes whose binary is absent. Empty where all are there. */
export function missingRuntimes() {
  return runtimeNames.filter((name) => !existsSync(join(runtimesFolder, 'node_modules', name, 'bin', 'node')));
}
