// Where a figure comes from. A figure without its machine is no figure.

import { execFileSync } from 'node:child_process';
import os from 'node:os';

/** Describes this machine and the Node binary that is measured. */
export function describeMachine(node) {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() || os.arch(),
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release().replace(/-.*/, '')} ${os.arch()}`,
    node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
    // Above about half the number of cores somebody else was working, and the figures say so.
    loadBefore: Number(os.loadavg()[0].toFixed(2)),
  };
}
