import { readFileSync } from 'node:fs';

const ID = /[a-f0-9]{64}/;
/** The folder of a container, from which its runtime mounts single files. */
const FOLDER = /[/-]containers\//;
/** Podman and CRI-O mount it from the container's own folder. */
const OWN_FILE = '/userdata/.containerenv';
/** What only Kubernetes mounts: there `/etc/hostname` is that of the pod's sandbox. */
const OF_A_POD = '/kubelet/pods/';

/**
 * The ID of the container that this process runs in, read synchronously; undefined outside a container, and where only
 * the ID of the pod's sandbox can be seen. cgroup v1 names it in /proc/self/cgroup, v2 in the mounts that the runtime
 * makes from the container's own folder. See
 * https://github.com/open-telemetry/opentelemetry-java-instrumentation/issues/8462
 */
export function containerId(read: (file: string) => string = (file) => readFileSync(file, 'utf8')): string | undefined {
  try {
    const fromGroup = read('/proc/self/cgroup')
      .split('\n')
      .map((line) => ID.exec(line.slice(line.lastIndexOf('/')))?.[0])
      .find(Boolean);
    return fromGroup ?? idOfMounts(read('/proc/self/mountinfo').split('\n'));
  } catch {
    return undefined;
  }
}

function idOfMounts(mounts: readonly string[]): string | undefined {
  const isInPod = mounts.some((line) => line.includes(OF_A_POD));
  const own = mounts.filter((line) => line.includes(OWN_FILE));
  const shared = isInPod ? [] : mounts.filter((line) => line.includes('/hostname'));
  return [...own, ...shared]
    .filter((line) => FOLDER.test(line))
    .map((line) => ID.exec(line.slice(line.search(FOLDER)))?.[0])
    .find(Boolean);
}
