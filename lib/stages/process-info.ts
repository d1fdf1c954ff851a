import path from 'node:path';
import type { ProcessInfo } from '../config';

/**
 * What the configuration has to know about the process besides its environment. @param distFolder The folder of the
 * bundles.
 */
export function processInfo(distFolder: string): ProcessInfo {
  return { mainFile: process.argv[1], cwd: workingFolder(), ownRoot: path.dirname(distFolder) };
}

/**
 * The working directory; the root if it was removed under the process, which only makes the app's name harder to find.
 */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return path.parse(__dirname).root;
  }
}
