// What is installed beside firstlight.
import path from 'node:path';
import { satisfies } from '@opentelemetry/instrumentation/build/src/semver';
import { loadConfig, type Config } from '../../../lib/config';
import { findAgents } from '../../../lib/loading/agents/agents';
import { enabledInstrumentations } from '../../../lib/telemetry/instrumentations/enabled';
import type { Finding } from '../finding';
import { INSTRUMENTED } from '../packages/instrumented';
import { isAgent, isSdk } from '../packages/other-sdks';
import { readTree, type Installed, type Tree } from '../packages/tree';
import { UNINSTRUMENTED } from '../packages/uninstrumented';
import type { DoctorContext } from '../context';
import { found } from '../table';

/** What finds the api that firstlight registers. */
const API_VERSIONS = '>=1.4.0 <2';

export function checkPackages({ commandLine, config, cwd, root }: DoctorContext): Finding[] {
  const { script, flags } = commandLine;
  const tree = readTree(script === undefined ? cwd : path.dirname(path.resolve(cwd, script)));
  const others = tree.packages.filter(({ folder }) => folder !== root);
  const asked = findAgents({
    loaded: [],
    flags: flags.flatMap(({ name, value }) => (value === undefined ? [name] : [name, value])),
    globals: {},
  });
  return [
    found('packages-seen', `${others.length} of ${tree.app}`, { folder: tree.app, packages: others.length }),
    ...(tree.unread === undefined ? [] : [found('packages-unread', tree.unread)]),
    ...asked.map(({ name, presence }) => found('other-agent', `${name} (${presence})`, { package: name })),
    ...others
      .filter(({ name }) => isAgent(name) && !asked.some((agent) => agent.name === name))
      .map((each) => found('other-agent', `${shown(each, tree)} is installed`, { package: each.name })),
    ...sdks(
      others.filter(({ name }) => isSdk(name)),
      tree,
    ),
    ...copies(
      others.filter(({ name }) => name === '@opentelemetry/api'),
      'api-copies',
      tree,
    ),
    ...others
      .filter(({ name, version }) => name === '@opentelemetry/api' && !satisfies(version, API_VERSIONS))
      .map((each) => found('api-unfit', shown(each, tree), { version: each.version })),
    ...copies(
      others.filter(({ name }) => name === 'import-in-the-middle'),
      'hook-copies',
      tree,
    ),
    ...others.flatMap((each) => library(each, others, tree, config)),
  ];
}

const shown = ({ name, version, folder }: Installed, { app }: Tree): string =>
  `${name} ${version} (${path.relative(app, folder) || folder})`;

/** One finding for all: most of these bring the others. */
function sdks(all: readonly Installed[], tree: Tree): Finding[] {
  return all.length > 0
    ? [
        found('second-sdk', `installed: ${all.map((each) => shown(each, tree)).join(', ')}`, {
          packages: all.map(({ name }) => name),
        }),
      ]
    : [];
}

function copies(all: readonly Installed[], id: 'api-copies' | 'hook-copies', tree: Tree): Finding[] {
  return all.length > 1
    ? [
        found(id, all.map((each) => shown(each, tree)).join(', '), {
          copies: all.map(({ version, folder }) => ({ version, folder })),
        }),
      ]
    : [];
}

/** These patch one package or another, according to the version of what they are named after. */
const EITHER = ['redis', 'aws-sdk'];

const isKnown = ({ name, version }: Installed): boolean =>
  INSTRUMENTED[name]!.versions.some((range) => satisfies(version, range));

function library(each: Installed, all: readonly Installed[], tree: Tree, config: Config): Finding[] {
  const { name, version, isDirect } = each;
  const facts = { package: name, version };
  if (isDirect && Object.hasOwn(UNINSTRUMENTED, name))
    return [found('library-without', `${name} ${version}: ${UNINSTRUMENTED[name]}`, facts)];
  const row = Object.hasOwn(INSTRUMENTED, name) ? INSTRUMENTED[name]! : undefined;
  if (!row) return [];
  const counted = EITHER.includes(row.by)
    ? all.filter((other) => Object.hasOwn(INSTRUMENTED, other.name) && INSTRUMENTED[other.name]!.by === row.by)
    : [each];
  if (!counted.some(isKnown))
    return [
      found('library-unsupported', `${shown(each, tree)}, traced are ${row.versions.join(', ')}`, {
        ...facts,
        versions: row.versions,
      }),
    ];
  const byDefault = enabledInstrumentations(loadConfig({}, { cwd: '/', ownRoot: '/' }));
  const isOff = isDirect && byDefault.includes(row.by) && !enabledInstrumentations(config).includes(row.by);
  return isOff ? [found('library-disabled', `${name} (${row.by})`, { ...facts, instrumentation: row.by })] : [];
}
