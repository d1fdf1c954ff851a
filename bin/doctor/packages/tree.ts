// The packages that an app can load: what its package.json depends on, and what that depends on, found as Node.js finds
// it.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

export interface Installed {
  readonly name: string;
  readonly version: string;
  /** Its real folder. */
  readonly folder: string;
  /** Named by the app itself. */
  readonly isDirect: boolean;
}

export interface Tree {
  /** The folder of the app's package.json, or where it would be. */
  readonly app: string;
  readonly packages: readonly Installed[];
  /** Why the tree is not whole; absent if it is. */
  readonly unread?: string;
}

interface About {
  name?: string;
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const MOST = 50_000;

/**
 * @param from The folder of the app's main file. If no package.json names dependencies, everything that is installed
 *   counts.
 */
export function readTree(from: string): Tree {
  const app = appFolder(from);
  const about = read(app);
  const declared = about ? dependenciesOf(about) : [];
  const roots = declared.length > 0 ? declared : installedIn(path.join(app, 'node_modules'));
  if (['.pnp.cjs', '.pnp.js'].some((file) => existsSync(path.join(app, file))))
    return { app, packages: [], unread: `${app} uses Yarn Plug’n’Play, whose packages are no files` };
  const seen = new Map<string, Installed>();
  const waiting = roots.map((name) => ({ name, from: app, isDirect: true }));
  let unread: string | undefined;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const folder = find(next.name, next.from);
    if (folder === undefined || seen.has(folder)) continue;
    if (seen.size >= MOST) return { app, packages: [...seen.values()], unread: `more than ${MOST} packages` };
    const found = read(folder);
    if (!found) {
      unread ??= `${path.join(folder, 'package.json')} cannot be read`;
      continue;
    }
    seen.set(folder, {
      name: found.name ?? next.name,
      version: found.version ?? '0.0.0',
      folder,
      isDirect: next.isDirect,
    });
    waiting.push(...dependenciesOf(found).map((name) => ({ name, from: folder, isDirect: false })));
  }
  return { app, packages: [...seen.values()], ...(unread !== undefined && { unread }) };
}

/** The nearest folder with a package.json, at or above; the folder itself if there is none. */
function appFolder(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) return from;
  }
}

const dependenciesOf = ({ dependencies, optionalDependencies, peerDependencies }: About): string[] =>
  Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });

function installedIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

/** The folder of a package, by the node_modules of a folder and of those above. */
function find(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (path.basename(folder) !== 'node_modules' && existsSync(candidate)) return realpathSync(candidate);
    if (path.dirname(folder) === folder) return undefined;
  }
}

function read(folder: string): About | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as About;
  } catch {
    return undefined;
  }
}
