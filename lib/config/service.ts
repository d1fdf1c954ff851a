import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Variables } from './table';
import type { Service, ProcessInfo } from './types';

/** The name of a service about which nothing is known. */
export const DEFAULT_SERVICE_NAME = 'ragapp';

/**
 * Names the service: OTEL_SERVICE_NAME, `service.name` in OTEL_RESOURCE_ATTRIBUTES, the package.json nearest to the
 * main file, that nearest to the working directory, `ragapp`. The version is `service.version` in
 * OTEL_RESOURCE_ATTRIBUTES, or that of the same package.json.
 */
export function resolveService(values: Variables, where: ProcessInfo): Service {
  const attributes = values.OTEL_RESOURCE_ATTRIBUTES;
  const manifest = findManifest(where);
  const version = attributes['service.version'] || manifest?.version;
  if (values.OTEL_SERVICE_NAME) return { name: values.OTEL_SERVICE_NAME, version, source: 'OTEL_SERVICE_NAME' };
  if (attributes['service.name'])
    return { name: attributes['service.name'], version, source: 'OTEL_RESOURCE_ATTRIBUTES' };
  if (manifest) return { name: manifest.name, version, source: manifest.path };
  return { name: DEFAULT_SERVICE_NAME, version, source: 'default' };
}

interface Manifest {
  readonly path: string;
  readonly name: string;
  readonly version?: string;
}

function findManifest({ mainFile, cwd, ownRoot }: ProcessInfo): Manifest | undefined {
  const root = real(ownRoot) ?? ownRoot;
  const start = mainFile === undefined ? undefined : startOf(mainFile);
  return (start === undefined ? undefined : climb(start, root)) ?? climb(real(cwd) ?? cwd, root);
}

/**
 * The real folder of the main file: package managers link executables, and the link's folder says nothing about the
 * app. `node .` has a folder as its main file, and `node app` leaves out the extension.
 */
function startOf(mainFile: string): string | undefined {
  const path = real(mainFile);
  if (path === undefined) return real(dirname(mainFile));
  try {
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    return undefined;
  }
}

/** The nearest package.json at or above `folder` that has a name; build output often holds one with only a `type`. */
function climb(folder: string, ownRoot: string): Manifest | undefined {
  if (folder.split(sep).includes('node_modules')) return undefined;
  for (let at = folder; at !== ownRoot; at = dirname(at)) {
    const manifest = readManifest(join(at, 'package.json'));
    if (manifest) return manifest;
    if (dirname(at) === at) return undefined;
  }
  return undefined;
}

function readManifest(path: string): Manifest | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as Record<string, unknown>;
    if (typeof name !== 'string' || name.trim() === '') return undefined;
    return { path, name: name.trim(), version: typeof version === 'string' && version !== '' ? version : undefined };
  } catch {
    return undefined;
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
