import { readFileSync } from 'node:fs';

const ID = /[a-f0-9]{64}/;

/**
 * The ID of the container this process runs in, read synchronously; undefined outside a container. cgroup v1 names it
 * in /proc/self/cgroup, v2 in the mounts that the runtime makes from the container's own folder.
 */
export function containerId(read: (file: string) => string = (file) => readFileSync(file, 'utf8')): string | undefined {
  try {
    const fromGroup = read('/proc/self/cgroup')
      .split('\n')
      .map((line) => ID.exec(line.slice(line.lastIndexOf('/')))?.[0])
      .find(Boolean);
    if (fromGroup) return fromGroup;
    const mounts = read('/proc/self/mountinfo')
      .split('\n')
      .filter((line) => line.includes('/containers/') && line.includes('/hostname'));
    return mounts.map((line) => ID.exec(line.slice(line.indexOf('/containers/')))?.[0]).find(Boolean);
  } catch {
    return undefined;
  }
}
