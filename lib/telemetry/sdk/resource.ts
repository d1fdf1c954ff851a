import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { createNameFilter, type Config, type IncludeExclude } from '../../config';
import { containerId } from './container';

declare const FIRSTLIGHT_VERSION: string;

/** What of the resource can be read at once, by the name that OTEL_NODE_RESOURCE_DETECTORS gives it. */
const DETECTORS: Record<string, () => Attributes> = {
  host: () => ({ 'host.name': os.hostname(), 'host.arch': architecture(), 'host.id': machineId() }),
  os: () => ({ 'os.type': os.platform() === 'win32' ? 'windows' : os.platform(), 'os.version': os.release() }),
  process: processAttributes,
  container: () => ({ 'container.id': containerId() }),
  serviceinstance: () => ({ 'service.instance.id': randomUuid() }),
};
const DEFAULT_DETECTORS = ['host', 'process', 'container', 'serviceinstance'];

/** Detectors of a bundle of their own: see cloud-detectors.ts. */
const CLOUDS = ['aws', 'azure', 'gcp', 'alibaba'];

/**
 * The resource of this process. Everything is read synchronously, so that nothing has to be awaited before the first
 * export; only a cloud detector that was asked for by name leaves attributes pending.
 * https://opentelemetry.io/docs/specs/semconv/resource/
 *
 * @param ofProcess What another thread of this process has found out: threads of one process are one resource, with one
 *   `service.instance.id`.
 */
export function createResource(config: Config, ofProcess?: Attributes): Resource {
  const { detectResources, resourceFromAttributes, defaultResource } =
    require('@opentelemetry/resources') as typeof import('@opentelemetry/resources');
  const { typed = {}, schemaUrl, detected: patterns = {} } = config.file?.resource ?? {};
  if (ofProcess) return resourceFromAttributes(ofProcess, { schemaUrl });
  const wanted = wantedDetectors(config.OTEL_NODE_RESOURCE_DETECTORS);
  const detected = only(patterns, Object.assign({}, ...wanted.map((name) => DETECTORS[name]?.() ?? {})) as Attributes);
  const given = wanted.includes('env') || !config.OTEL_NODE_RESOURCE_DETECTORS ? config.OTEL_RESOURCE_ATTRIBUTES : {};
  const resource = defaultResource().merge(
    resourceFromAttributes(
      {
        ...detected,
        'service.version': config.service.version,
        ...given,
        ...(typed as Attributes),
        'service.name': config.service.name,
        'telemetry.distro.name': 'firstlight',
        'telemetry.distro.version': FIRSTLIGHT_VERSION,
      },
      { schemaUrl },
    ),
  );
  const clouds = wanted.filter((name) => CLOUDS.includes(name));
  if (clouds.length === 0) return resource;
  const { CLOUD_DETECTORS } = require('firstlight:./cloud-detectors.js') as typeof import('./cloud-detectors');
  return resource.merge(detectResources({ detectors: clouds.flatMap((name) => CLOUD_DETECTORS[name]!()) }));
}

/** The detected attributes that a configuration file lets in. */
function only(patterns: IncludeExclude, attributes: Attributes): Attributes {
  const isIn = createNameFilter(patterns);
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isIn(name)));
}

function wantedDetectors(names: readonly string[] | undefined): readonly string[] {
  if (!names) return DEFAULT_DETECTORS;
  if (names.includes('none')) return [];
  if (names.includes('all')) return ['env', ...Object.keys(DETECTORS), ...CLOUDS];
  return names;
}

/**
 * A version 4 UUID, as random as the IDs of traces: Node's cryptography would be a large part of the start.
 */
function randomUuid(): string {
  const { RandomIdGenerator } = require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
  const digits = new RandomIdGenerator().generateTraceId();
  const variant = ((Number.parseInt(digits[16]!, 16) & 3) | 8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20),
  ].join('-');
}

/** Without `process.command_args`: arguments carry secrets. */
function processAttributes(): Attributes {
  return {
    'process.pid': process.pid,
    'process.executable.name': path.basename(process.execPath),
    'process.executable.path': process.execPath,
    'process.command': process.argv[1],
    'process.owner': owner(),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'process.runtime.description': 'Node.js',
  };
}

function owner(): string | undefined {
  try {
    return os.userInfo().username;
  } catch {
    return undefined; // a container's user without an entry in /etc/passwd
  }
}

function architecture(): string {
  return (
    ({ x64: 'amd64', arm: 'arm32', ppc: 'ppc32', ia32: 'x86' } as Record<string, string>)[process.arch] ?? process.arch
  );
}

function machineId(): string | undefined {
  if (process.platform !== 'linux') return undefined; // elsewhere it takes a child process
  for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      return readFileSync(file, 'utf8').trim() || undefined;
    } catch {
      /* the next one */
    }
  }
  return undefined;
}
