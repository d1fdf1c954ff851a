// What is installed beside firstlight: each case is a tree of packages, of which the doctor reads nothing but their
// package.json.
import assert from 'node:assert/strict';
import { symlinkSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { INSTRUMENTED } from '../../../bin/doctor/packages/instrumented';
import { UNINSTRUMENTED } from '../../../bin/doctor/packages/uninstrumented';
import type { FindingId } from '../../../bin/doctor/table';
import { instrumentationNames } from '../../../lib/config';
import { createInstrumentation } from '../../../lib/telemetry/instrumentations/catalogue';
import { temporaryFolder } from '../../support';
import { diagnose, only, SENDS_NOTHING } from './diagnose';

/**
 * An app with packages by their place, such as `a/node_modules/b`, as `name@version` or with dependencies of their own.
 */
function appWith(
  packages: Record<string, string | { version: string; dependencies: Record<string, string> }>,
  dependencies?: string[],
): string {
  const files = Object.entries(packages).map(
    ([place, about]) =>
      [
        `node_modules/${place}/package.json`,
        { name: place.split('node_modules/').at(-1), ...(typeof about === 'string' ? { version: about } : about) },
      ] as const,
  );
  return temporaryFolder({
    'package.json': {
      name: 'shop',
      ...(dependencies && { dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) }),
    },
    'app.js': '',
    ...Object.fromEntries(files),
  });
}

const api = '@opentelemetry/api';
const needsApi = { version: '1.0.0', dependencies: { [api]: '*' } };
const cases: {
  id: FindingId;
  name: string;
  folder: () => string;
  detail?: RegExp;
  env?: Record<string, string>;
  command?: string[];
}[] = [
  {
    id: 'packages-seen',
    name: 'how many',
    folder: () => appWith({ a: { version: '1.0.0', dependencies: { b: '*' } }, b: '1.0.0', dev: '1.0.0' }, ['a']),
    detail: /^2 of /,
  },
  {
    id: 'packages-unread',
    name: 'Yarn Plug’n’Play',
    folder: () => temporaryFolder({ 'package.json': { dependencies: { a: '*' } }, '.pnp.cjs': '' }),
    detail: /Plug/,
  },
  {
    id: 'packages-unread',
    name: 'half a package',
    folder: () => temporaryFolder({ 'package.json': { dependencies: { a: '*' } }, 'node_modules/a/index.js': '' }),
    detail: /a.package\.json cannot be read/,
  },
  {
    id: 'other-agent',
    name: 'installed',
    folder: () => appWith({ 'dd-trace': '5.0.0' }, ['dd-trace']),
    detail: /^dd-trace 5\.0\.0 \(node_modules.dd-trace\) is installed$/,
  },
  {
    id: 'other-agent',
    name: 'one that is recognised by its name alone',
    folder: () => appWith({ '@instana/collector': '4.0.0' }),
    detail: /@instana\/collector/,
  },
  {
    id: 'other-agent',
    name: 'asked for by a flag, and installed',
    folder: () => appWith({ newrelic: '13.0.0' }),
    command: ['node', '-r', 'newrelic', 'app.js'],
    detail: /^newrelic \(asked for by a flag\)$/,
  },
  {
    id: 'second-sdk',
    name: 'an SDK that another package brings',
    folder: () =>
      appWith(
        {
          telemetry: { version: '1.0.0', dependencies: { '@opentelemetry/sdk-node': '*' } },
          '@opentelemetry/sdk-node': '0.223.0',
        },
        ['telemetry'],
      ),
    detail: /sdk-node 0\.223\.0/,
  },
  {
    id: 'api-copies',
    name: 'one of the app, one of a library',
    folder: () => appWith({ [api]: '1.9.0', a: needsApi, [`a/node_modules/${api}`]: '1.10.0' }, [api, 'a']),
    detail: /1\.9\.0 .*, .* 1\.10\.0 /,
  },
  { id: 'api-unfit', name: 'too old', folder: () => appWith({ [api]: '1.3.0' }), detail: /1\.3\.0/ },
  { id: 'api-unfit', name: 'of another major version', folder: () => appWith({ [api]: '2.0.0' }) },
  {
    id: 'hook-copies',
    name: 'two',
    folder: () =>
      appWith(
        {
          'import-in-the-middle': '3.0.0',
          a: { version: '1.0.0', dependencies: { 'import-in-the-middle': '*' } },
          'a/node_modules/import-in-the-middle': '1.15.0',
        },
        ['a', 'import-in-the-middle'],
      ),
    detail: /3\.0\.0 .* 1\.15\.0/,
  },
  {
    id: 'library-unsupported',
    name: 'newer than what is known',
    folder: () => appWith({ graphql: '17.1.0' }, ['graphql']),
    detail: /^graphql 17\.1\.0 .*, traced are >=14\.0\.0 <17$/,
  },
  {
    id: 'library-unsupported',
    name: 'a driver that a library brings',
    folder: () =>
      appWith({ mongoose: { version: '5.9.7', dependencies: { mongodb: '*' } }, mongodb: '3.1.0' }, ['mongoose']),
    detail: /mongodb 3\.1\.0/,
  },
  {
    id: 'library-without',
    name: 'a database',
    folder: () => appWith({ couchbase: '4.4.0' }, ['couchbase']),
    detail: /^couchbase 4\.4\.0: it has a tracer/,
  },
  {
    id: 'library-disabled',
    name: 'by a variable',
    folder: () => appWith({ pg: '8.20.0' }, ['pg']),
    env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg' },
    detail: /^pg \(pg\)$/,
  },
];

for (const { id, name, folder, detail, env, command = [] } of cases) {
  test(`${id}: ${name}`, async () => {
    only(await diagnose(command, { ...SENDS_NOTHING, ...env }, folder()), id, detail);
  });
}

const harmless: Record<string, () => string> = {
  'one api that many use': () => appWith({ [api]: '1.9.1', a: needsApi, b: needsApi }, ['a', 'b']),
  'development dependencies': () => appWith({ 'dd-trace': '5.0.0', graphql: '99.0.0', a: '1.0.0' }, ['a']),
  'redis 4 and later, whose client is a package of its own': () =>
    appWith({ redis: { version: '5.0.0', dependencies: { '@redis/client': '*' } }, '@redis/client': '5.0.0' }, [
      'redis',
    ]),
  'a library without instrumentation that another one brings': () =>
    appWith({ a: { version: '1.0.0', dependencies: { duckdb: '*' } }, duckdb: '1.0.0' }, ['a']),
  'packages in a circle': () =>
    appWith({ a: { version: '1.0.0', dependencies: { b: '*' } }, b: { version: '1.0.0', dependencies: { a: '*' } } }, [
      'a',
    ]),
};
for (const [name, folder] of Object.entries(harmless)) {
  test(`nothing to report: ${name}`, async () =>
    assert.equal((await diagnose([], SENDS_NOTHING, folder())).verdict, 'fine'));
}

test(
  'a package that is linked from two places, as pnpm does, is one copy',
  { skip: process.platform === 'win32' && 'needs a privilege there' },
  async () => {
    const folder = appWith({ [`.pnpm/api/node_modules/${api}`]: '1.9.1', '.pnpm/a/node_modules/a': needsApi }, [
      api,
      'a',
    ]);
    const link = (from: string, to: string): void => {
      mkdirSync(join(folder, 'node_modules', from, '..'), { recursive: true });
      symlinkSync(join(folder, 'node_modules', to), join(folder, 'node_modules', from), 'dir');
    };
    link(api, `.pnpm/api/node_modules/${api}`);
    link('a', '.pnpm/a/node_modules/a');
    link(`.pnpm/a/node_modules/${api}`, `.pnpm/api/node_modules/${api}`);
    const diagnosis = await diagnose([], SENDS_NOTHING, folder);
    only(diagnosis, 'packages-seen', /^2 of /);
    assert.equal(diagnosis.verdict, 'fine');
  },
);

test('the table of versions is that of the instrumentations', () => {
  const expected: Record<string, { by: string; versions: string[] }> = {};
  for (const by of instrumentationNames) {
    const instrumentation = createInstrumentation(by, { enabled: false }) as {
      getModuleDefinitions?(): { name: string; supportedVersions: string[] }[];
    };
    for (const { name, supportedVersions } of instrumentation.getModuleDefinitions?.() ?? []) {
      if (module.isBuiltin(name)) continue;
      const versions = [...new Set([...(expected[name]?.versions ?? []), ...supportedVersions])];
      expected[name] = { by, versions };
    }
  }
  assert.deepEqual(INSTRUMENTED, expected);
});

test('no library is in both tables', () =>
  assert.deepEqual(
    Object.keys(UNINSTRUMENTED).filter((name) => Object.hasOwn(INSTRUMENTED, name)),
    [],
  ));
