// The Node.js releases that the preload tests run on: binaries from npm packages, kept apart from the main install
// because they are large, of no use to a user, and exist for Linux x64 only.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const runtimesFolder = fileURLToPath(new URL('../test/runtimes/', import.meta.url));
/** The newest release of each line. */
export const runtimeNames = ['n20', 'n22', 'n24', 'n26'];
/** The ends of what differs inside a line, such as Node's module hooks: one smoke test runs on them. */
const lineEndNames = ['n20.6.0', 'n22.0.0', 'n22.12.0', 'n22.15.0', 'n22.22.2', 'n24.0.0', 'n24.11.0'];

/** The runtimes whose binary is absent. Empty where all are there. */
export function missingRuntimes() {
  return [...runtimeNames, ...lineEndNames].filter(
    (name) => !existsSync(join(runtimesFolder, 'node_modules', name, 'bin', 'node')),
  );
}
