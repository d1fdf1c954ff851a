import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerId } from '../../../lib/telemetry/sdk/container';

const ID = 'a'.repeat(32) + '0123456789abcdef'.repeat(2);
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
