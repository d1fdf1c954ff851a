import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerId } from '../../../lib/telemetry/sdk/container';

const ID = 'a'.repeat(32) + '0123456789abcdef'.repeat(2);
const SANDBOX = 'b'.repeat(64);
/** A mount that Kubernetes makes for each container of a pod. */
const POD =
  '9 1 8:1 /var/lib/kubelet/pods/7c2e/etc-hosts /etc/hosts rw,relatime - ext4 /dev/sda1 rw\n' +
  '9 1 8:1 /var/lib/kubelet/pods/7c2e/containers/web/1f0a /dev/termination-log rw,relatime - ext4 /dev/sda1 rw\n';
const files =
  (cgroup: string, mountinfo = '') =>
  (file: string) =>
    file.endsWith('cgroup') ? cgroup : mountinfo;

const cases: [string, (file: string) => string, string | undefined][] = [
  ['docker, cgroup v1', files(`12:cpuset:/docker/${ID}\n11:memory:/docker/${ID}\n`), ID],
  [
    'kubernetes with containerd, cgroup v1',
    files(`1:name=systemd:/kubepods/besteffort/pod7/cri-containerd-${ID}.scope\n`),
    ID,
  ],
  [
    'docker, cgroup v2',
    files('0::/\n', `738 720 254:1 /docker/containers/${ID}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw\n`),
    ID,
  ],
  [
    'podman, cgroup v2',
    files(
      '0::/\n',
      `12 1 0:1 /containers/overlay-containers/${ID}/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw\n`,
    ),
    ID,
  ],
  [
    'podman without a host name of its own',
    files(
      '0::/\n',
      `12 1 0:1 /containers/overlay-containers/${ID}/userdata/.containerenv /run/.containerenv rw - tmpfs tmpfs rw\n`,
    ),
    ID,
  ],
  [
    'kubernetes with CRI-O, cgroup v2: the host name is the sandbox’s',
    files(
      '0::/\n',
      `${POD}12 1 0:1 /containers/storage/overlay-containers/${SANDBOX}/userdata/hostname /etc/hostname rw - tmpfs t rw\n` +
        `13 1 0:1 /containers/storage/overlay-containers/${ID}/userdata/.containerenv /run/.containerenv rw - tmpfs t rw\n`,
    ),
    ID,
  ],
  [
    'kubernetes with containerd, cgroup v2: only the sandbox can be seen',
    files(
      '0::/\n',
      `${POD}12 1 8:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${SANDBOX}/hostname /etc/hostname rw - ext4 d rw\n`,
    ),
    undefined,
  ],
  [
    'kubernetes with docker, cgroup v2: only the sandbox can be seen',
    files('0::/\n', `${POD}12 1 8:1 /docker/containers/${SANDBOX}/hostname /etc/hostname rw - ext4 d rw\n`),
    undefined,
  ],
  [
    'kubernetes with containerd in the host’s namespace of cgroups',
    files(`0::/kubepods.slice/kubepods-pod7.slice/cri-containerd-${ID}.scope\n`, POD),
    ID,
  ],
  ['no container', files('0::/init.scope\n', '22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n'), undefined],
  [
    'no /proc',
    () => {
      throw new Error('ENOENT');
    },
    undefined,
  ],
];

for (const [name, read, expected] of cases) test(name, () => assert.equal(containerId(read), expected));
