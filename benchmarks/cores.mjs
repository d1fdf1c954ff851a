// Which cores belong to the measured app, and which to everything around it.

import { spawnSync } from 'node:child_process';
import os from 'node:os';

const cores = os.availableParallelism();

/** Whether processes can be pinned here: Linux with taskset and a second core for the load generator. */
export const canPin =
  process.platform === 'linux' && cores > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/**
 * Command line that runs `command` on `where`: the app's single core, the other cores, or (`undefined`) any of them.
 */
export function pinned(where, command) {
  if (!where || !canPin) return command;
  return ['taskset', '-c', where === 'app' ? '0' : `1-${cores - 1}`, ...command];
}
