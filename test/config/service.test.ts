import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfig } from '../../lib/config';
import type { Service } from '../../lib/config';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'firstlight-service-')));
after(() => rmSync(root, { recursive: true, force: true }));

const files: Record<string, string> = {
  'shop/package.json': '\uFEFF{"name":"shop","version":"1.2.3"}',
  'shop/app.js': '',
  'shop/index.js': '',
  'shop/dist/cjs/package.json': '{"type":"commonjs"}',
  'shop/dist/cjs/server.js': '',
  'shop/broken/package.json': '{"name":',
  'shop/broken/app.js': '',
  'shop/odd/package.json': '{"name":["x"],"version":1}',
  'shop/odd/app.js': '',
  'shop/node_modules/next/package.json': '{"name":"next","version":"15.0.0"}',
  'shop/node_modules/next/bin.js': '',
  'scoped/package.json': '{"name":"@acme/api"}',
  'scoped/app.js': '',
  'own/package.json': '{"name":"firstlight","version":"9.9.9"}',
  'own/test/app.js': '',
  'own/examples/demo/package.json': '{"name":"demo"}',
  'own/examples/demo/app.js': '',
  'bare/app.js': '',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}
symlinkSync(join(root, 'shop/app.js'), join(root, 'bare/linked.js'));
symlinkSync(join(root, 'shop/node_modules/next/bin.js'), join(root, 'scoped/next'));

interface Case {
  main?: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  name: string;
  version?: string;
  source: string;
}

const cases: Record<string, Case> = {
  'the variable': {
    main: 'shop/app.js',
    env: { OTEL_SERVICE_NAME: 'x', OTEL_RESOURCE_ATTRIBUTES: 'service.name=y' },
    name: 'x',
    version: '1.2.3',
    source: 'OTEL_SERVICE_NAME',
  },
  'the resource attribute': {
    main: 'shop/app.js',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=y%20z' },
    name: 'y z',
    version: '1.2.3',
    source: 'OTEL_RESOURCE_ATTRIBUTES',
  },
  'the version in the resource attributes': {
    main: 'shop/app.js',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'service.version=7' },
    name: 'shop',
    version: '7',
    source: 'shop/package.json',
  },
  'package.json beside the main file': {
    main: 'shop/app.js',
    cwd: 'scoped',
    name: 'shop',
    version: '1.2.3',
    source: 'shop/package.json',
  },
  'a main file without its extension': {
    main: 'shop/app',
    name: 'shop',
    version: '1.2.3',
    source: 'shop/package.json',
  },
  'a folder as the main file': { main: 'shop', name: 'shop', version: '1.2.3', source: 'shop/package.json' },
  'a link to the main file': { main: 'bare/linked.js', name: 'shop', version: '1.2.3', source: 'shop/package.json' },
  'a package.json without a name is passed over': {
    main: 'shop/dist/cjs/server.js',
    name: 'shop',
    version: '1.2.3',
    source: 'shop/package.json',
  },
  'a broken package.json is passed over': {
    main: 'shop/broken/app.js',
    name: 'shop',
    version: '1.2.3',
    source: 'shop/package.json',
  },
  'a name that is no text is passed over': {
    main: 'shop/odd/app.js',
    name: 'shop',
    version: '1.2.3',
    source: 'shop/package.json',
  },
  'a scoped name': { main: 'scoped/app.js', name: '@acme/api', source: 'scoped/package.json' },
  'a tool in node_modules does not count': {
    main: 'shop/node_modules/next/bin.js',
    cwd: 'scoped',
    name: '@acme/api',
    source: 'scoped/package.json',
  },
  'a linked tool in node_modules does not count': {
    main: 'scoped/next',
    cwd: 'shop/dist',
    name: 'shop',
    version: '1.2.3',
    source: 'shop/package.json',
  },
  'a working directory in node_modules does not count': {
    cwd: 'shop/node_modules/next',
    name: 'ragapp',
    source: 'default',
  },
  'no main file': { cwd: 'shop/dist/cjs', name: 'shop', version: '1.2.3', source: 'shop/package.json' },
  'a main file that does not exist': {
    main: 'nowhere/at/all.js',
    cwd: 'scoped',
    name: '@acme/api',
    source: 'scoped/package.json',
  },
  'firstlight’s own package does not count': {
    main: 'own/test/app.js',
    cwd: 'own/test',
    name: 'ragapp',
    source: 'default',
  },
  'an app inside firstlight’s own package counts': {
    main: 'own/examples/demo/app.js',
    cwd: 'own',
    name: 'demo',
    source: 'own/examples/demo/package.json',
  },
  'nothing at all': { main: 'bare/app.js', cwd: 'bare', name: 'ragapp', source: 'default' },
};

for (const [what, { main, cwd = 'bare', env = {}, name, version, source }] of Object.entries(cases)) {
  test(`service: ${what}`, () => {
    const where = {
      mainFile: main === undefined ? undefined : join(root, main),
      cwd: join(root, cwd),
      ownRoot: join(root, 'own'),
    };
    const expected: Service = { name, version, source: source.endsWith('.json') ? join(root, source) : source };
    assert.deepEqual(loadConfig(env, where).service, expected);
  });
}

test('service: a working directory that is gone does no harm', () => {
  assert.equal(loadConfig({}, { cwd: join(root, 'gone'), ownRoot: join(root, 'own') }).service.name, 'ragapp');
});
