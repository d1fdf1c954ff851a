import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageOf } from '../agents/agents';
import { findManifest, nameIn } from '../scan/package-entry';
import { placeIn, locationOf, type ModuleLocation } from '../scan/module-location';

/**
 * A module that an instrumentation patches: its name (or its absolute path) and, if it patches files inside the
 * package, their names.
 */
export interface Target {
  readonly name: string;
  readonly files: readonly string[];
}

/**
 * Opens the ES modules that are targets, by any name that they are imported by; asked for every module, so it has to
 * reject quickly.
 */
export interface EsTargets {
  /** Notes what a name led to: conditions and links may lead elsewhere than the package's own manifest says. */
  resolved(specifier: string, url: string): void;
  /** Whether a module may be part of a target. */
  has(url: string): boolean;
  /**
   * The text of an ES module of a target, with what reports its exports; undefined if no instrumentation patches it.
   */
  open(url: string, text: string): string | undefined;
}

/** A target's text with what makes its variables known, and what it passes names on from. */
export interface OpenText {
  readonly text: string;
  readonly origins: readonly string[];
}

export type Open = (source: string, url: string, place: ModuleLocation | undefined) => OpenText;

/** @param load Loads what opens texts, when the first target is met. */
export function createEsTargets(targets: readonly Target[], load: () => Open): EsTargets {
  const byName = new Map(targets.map((target) => [target.name, target]));
  /** Modules by URL that a target passes names on from, or that a target's name led to. */
  const origins = new Set<string>();
  const entries = new Map<string, string>();

  const linkOf = createLinks(byName);
  const targetOf = (url: string): Target | undefined => {
    const file = fileOf(url);
    if (file === undefined) return byName.get(entries.get(bare(url)) ?? '');
    const name = packageOf(file);
    return byName.get(entries.get(bare(url)) ?? name ?? linkOf(file) ?? '') ?? byName.get(file);
  };
  return {
    resolved(specifier, url) {
      if (byName.has(specifier) && url.startsWith('file:')) entries.set(bare(url), specifier);
    },
    has: (url) => url.startsWith('file:') && (targetOf(url) !== undefined || origins.has(bare(url))),
    open(url, text) {
      const target = targetOf(url);
      const place = target && patchedPlace(fileOf(url)!, target, entries.has(bare(url)));
      if (!place && !origins.has(bare(url))) return undefined;
      try {
        const opened = load()(text, url, place);
        for (const origin of opened.origins) if (/^\.\.?\//.test(origin)) origins.add(bare(new URL(origin, url).href));
        return opened.text;
      } catch {
        // Not what its format says, or in a syntax that is newer than the lexer: it runs as it is.
        return undefined;
      }
    },
  };
}

/**
 * Finds the target that a file outside of `node_modules` is of: a link, as workspaces have, leads to a package that is
 * known by its manifest. The app itself is none, with any name.
 */
function createLinks(targets: ReadonlyMap<string, Target>): (file: string) => string | undefined {
  const own = process.argv[1] === undefined ? undefined : findManifest(process.argv[1]);
  const known = new Map<string, string | undefined>();
  return (file) => {
    const at = path.dirname(file);
    if (known.has(at)) return known.get(at);
    const folder = findManifest(file);
    const name = folder === own ? undefined : nameIn(folder);
    const link = name !== undefined && targets.has(name) ? name : undefined;
    known.set(at, link);
    return link;
  };
}

/** What instrumentations take a file for, if one patches it. */
function patchedPlace(file: string, { name, files }: Target, isEntry: boolean): ModuleLocation | undefined {
  const isInstalled = packageOf(file) === name;
  if (isEntry) return { target: name, name, folder: isInstalled ? locationOf(file, name).folder : findManifest(file) };
  const place = isInstalled || path.isAbsolute(name) ? locationOf(file, name) : placeIn(findManifest(file), file, name);
  return place.name === name ||
    path.isAbsolute(name) ||
    files.some((each) => place.name === path.join(each.startsWith(`${name}/`) ? '' : name, each))
    ? place
    : undefined;
}

/** Loaders add what distinguishes their modules behind the path. */
const bare = (url: string): string => url.replace(/[?#].*$/s, '');

function fileOf(url: string): string | undefined {
  try {
    return fileURLToPath(bare(url));
  } catch {
    return undefined;
  }
}
