import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { within } from '../support';
import { collectOutput, type Output } from '../support/output';
import type { Image } from './dockerfile';

/** A bind mount: what of this machine is seen where in the container. */
export interface Volume {
  source: string;
  target: string;
  readOnly: boolean;
}

export interface ContainerOptions {
  /** Instead of the image's entry point and command. */
  command?: string[];
  /** Added to the image's. */
  env?: Record<string, string>;
  /** Instead of the image's user: `uid` or `uid:gid`. */
  user?: string;
  volumes?: Volume[];
}

export interface Container {
  stdout: Output;
  stderr: Output;
  /** A line of its output, printed already or to come. */
  line(predicate: (line: string) => boolean): Promise<string>;
  /** Signals its PID 1. */
  signal(signal: NodeJS.Signals): void;
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  describe(): string;
}

const ISOLATED = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];

/** Why no container can be imitated here; undefined where one can. */
export function noContainers(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'containers are imitated by root on Linux only';
  if (spawnSync('unshare', [...ISOLATED, 'setpriv', '--no-new-privs', 'true']).status !== 0)
    return 'mount and PID namespaces are not allowed here (unshare, setpriv)';
  return undefined;
}

/**
 * The image as `/`, read-only; of this machine only its system libraries, /etc, /dev and the volumes. The command
 * becomes PID 1, without any right.
 */
const SCRIPT = `
set -eu
mount --bind "$ROOT" "$ROOT"
for folder in usr lib lib64 bin sbin etc dev; do [ -d "$ROOT/$folder" ] && [ ! -L "$ROOT/$folder" ] && mount --rbind "/$folder" "$ROOT/$folder"; done
mount -t proc proc "$ROOT/proc"
while [ "$1" != -- ]; do
  mount --bind "$1" "$ROOT$2"
  [ "$3" = rw ] || mount -o remount,ro,bind "$ROOT$2"
  shift 3
done
shift
mount -o remount,ro,bind "$ROOT"
uid="\${CONTAINER_USER%%:*}"; gid="\${CONTAINER_USER##*:}"; workdir="$WORKDIR"; root="$ROOT"
unset ROOT WORKDIR CONTAINER_USER OLDPWD PWD
exec chroot "$root" /usr/bin/env -C "$workdir" /usr/bin/setpriv --reuid="$uid" --regid="$gid" --clear-groups --no-new-privs --bounding-set=-all "$@"
`;

const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a container of the image. */
export function startContainer(
  image: Image,
  { command, env, user = image.user, volumes = [] }: ContainerOptions = {},
): Container {
  const mounts = [...volumes, ...borrowed(image)];
  prepare(image.rootfs, mounts);
  const arguments_ = [
    ...mounts.flatMap(({ source, target, readOnly }) => [source, target, readOnly ? 'ro' : 'rw']),
    '--',
    ...(command ?? [...image.entrypoint, ...image.cmd]),
  ];
  const child = spawn('unshare', [...ISOLATED, 'sh', '-c', SCRIPT, 'sh', ...arguments_], {
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...image.env,
      ...env,
      ROOT: image.rootfs,
      WORKDIR: image.workdir,
      CONTAINER_USER: user,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const [stdout, stderr] = [collectOutput(child.stdout), collectOutput(child.stderr)];
  const describe = () => `container of ${image.rootfs}\n--- stdout\n${stdout.text()}\n--- stderr\n${stderr.text()}`;
  const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return {
    stdout,
    stderr,
    describe,
    line: (predicate) =>
      within(Promise.any([stdout.waitFor(predicate), stderr.waitFor(predicate)]), 'a line', describe),
    signal: (signal) =>
      void process.kill(
        Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')[0]),
        signal,
      ),
    ended: () => within(end, 'the container ends', describe),
  };
}

/**
 * Mount points have to exist before the root is read-only. Where `/lib` and the like are links, the image gets the same
 * links.
 */
function prepare(rootfs: string, mounts: readonly Volume[]): void {
  chmodSync(rootfs, 0o755);
  for (const name of ['usr', 'lib', 'lib64', 'bin', 'sbin', 'etc', 'dev', 'proc']) {
    const path = join(rootfs, name);
    if (lstatSync(path, { throwIfNoEntry: false }) || !existsSync(`/${name}`)) continue;
    if (lstatSync(`/${name}`).isSymbolicLink()) symlinkSync(readlinkSync(`/${name}`), path);
    else mkdirSync(path);
  }
  for (const { source, target } of mounts) {
    const point = join(rootfs, target);
    mkdirSync(statSync(source).isDirectory() ? point : dirname(point), { recursive: true });
    if (!existsSync(point)) writeFileSync(point, '');
  }
}

/** What the replay has only linked, because it is large: Node.js and the app's node_modules. It is mounted instead. */
function borrowed({ rootfs, workdir }: Image): Volume[] {
  return ['/nodejs/bin/node', join(workdir, 'node_modules')].flatMap((target) => {
    const path = join(rootfs, target);
    if (!links.has(path) && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      links.set(path, realpathSync(path));
      rmSync(path);
    }
    return links.has(path) ? [{ source: links.get(path)!, target, readOnly: true }] : [];
  });
}
const links = new Map<string, string>();
