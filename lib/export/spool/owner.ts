import { readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { attempt } from '../../attempt';

/** The file in a process's folder that says whose it is; its mtime is the heartbeat. */
export const OWNER_FILE = 'owner';
/** How often a living process updates it, in ms. */
export const HEARTBEAT_MS = 10_000;
/** A process whose heartbeat is older than this is dead, in ms, if nothing better is known. */
const LEASE_MS = 3 * HEARTBEAT_MS;

/**
 * Which process of which machine. A PID alone is unique in one container only: others on the same volume start at 1,
 * too.
 */
interface Owner {
  readonly boot: string;
  readonly namespace: string;
  readonly pid: number;
  readonly start: string;
}

/** This process. */
export function describeOwner(): Owner {
  return {
    boot: read('/proc/sys/kernel/random/boot_id'),
    namespace: attempt(() => readlinkSync('/proc/self/ns/pid')) ?? '',
    pid: process.pid,
    start: startOf('self'),
  };
}

/**
 * Whether the process lives that owns a folder. If it runs on this kernel and in this PID namespace, the kernel knows:
 * a process of that PID that was started at that time. Anywhere else (another container, another machine, no /proc) it
 * lives as long as its heartbeat is recent.
 * @param now the clock of the file system, in ms since 1970: that of the machine may be another one
 */
export function isAlive(folder: string, self: Owner, now: number): boolean {
  const file = path.join(folder, OWNER_FILE);
  const owner = attempt(() => JSON.parse(readFileSync(file, 'utf8')) as Owner);
  if (owner && owner.start && owner.boot === self.boot && owner.namespace === self.namespace)
    return startOf(String(owner.pid)) === owner.start;
  const said = attempt(() => statSync(file).mtimeMs) ?? attempt(() => statSync(folder).mtimeMs);
  return said !== undefined && now - said < LEASE_MS;
}

/**
 * When a process was started, in ticks since boot: field 22 of proc_pid_stat(5), counted behind the name, which may
 * hold anything.
 */
function startOf(pid: string): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

const read = (file: string): string => attempt(() => readFileSync(file, 'utf8').trim()) ?? '';
