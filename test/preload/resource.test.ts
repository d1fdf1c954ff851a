import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { explain, onEachRuntime, runApp, temporaryFolder } from '../support';

const app = "process.title = 'shop: main'; require('node:http'); console.log('a line');";
const project = () => temporaryFolder({ 'package.json': { name: 'shop', version: '3.1.4' }, 'src/main.cjs': app });

onEachRuntime(({ binary }) => {
  test('the resource names service, distribution, host and process, and no command line', async () => {
    const folder = project();
    const result = await runApp({
      fixture: join(folder, 'src/main.cjs'),
      node: binary,
      cwd: folder,
      args: ['--password=s3cr3t'],
    });
    explain(result, ({ logs }) => {
      const resource = logs.find(({ body }) => body === 'a line')?.resource ?? {};
      assert.equal(resource['service.name'], 'shop');
      assert.equal(resource['service.version'], '3.1.4');
      assert.equal(resource['telemetry.distro.name'], 'firstlight');
      assert.match(String(resource['telemetry.distro.version']), /^\d+\.\d+\.\d+/);
      assert.equal(resource['telemetry.sdk.language'], 'nodejs');
      assert.equal(resource['host.name'], hostname());
      assert.ok(Number(resource['process.pid']) > 0);
      assert.match(
        String(resource['service.instance.id']),
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      );
      assert.equal(resource['process.executable.name'], 'node');
      assert.equal(resource['process.runtime.name'], 'nodejs');
      assert.ok(!('process.command_args' in resource));
      assert.ok(!JSON.stringify(resource).includes('s3cr3t'));
    });
  });
});

interface Naming {
  title: string;
  env: Record<string, string>;
  files: Record<string, string | object>;
  main: string;
  cwd: string;
  expected: string;
}
const named = (name: string) => ({ name });
const namings: Naming[] = [
  {
    title: 'OTEL_SERVICE_NAME first',
    env: { OTEL_SERVICE_NAME: 'first', OTEL_RESOURCE_ATTRIBUTES: 'service.name=second' },
    files: { 'package.json': named('third'), 'main.cjs': app },
    main: 'main.cjs',
    cwd: '',
    expected: 'first',
  },
  {
    title: 'then OTEL_RESOURCE_ATTRIBUTES',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=second,a=b' },
    files: { 'package.json': named('third'), 'main.cjs': app },
    main: 'main.cjs',
    cwd: '',
    expected: 'second',
  },
  {
    title: 'then the package of the main file',
    env: {},
    files: { 'package.json': named('outer'), 'inner/package.json': named('inner'), 'inner/lib/main.cjs': app },
    main: 'inner/lib/main.cjs',
    cwd: '',
    expected: 'inner',
  },
  {
    title: 'a package below node_modules does not count',
    env: {},
    files: {
      'package.json': named('outer'),
      'node_modules/tool/package.json': named('tool'),
      'node_modules/tool/main.cjs': app,
    },
    main: 'node_modules/tool/main.cjs',
    cwd: '',
    expected: 'outer',
  },
  {
    title: 'then the package of the working directory',
    env: {},
    files: { 'here/package.json': named('here'), 'there/main.cjs': app },
    main: 'there/main.cjs',
    cwd: 'here',
    expected: 'here',
  },
  { title: 'then ragapp', env: {}, files: { 'main.cjs': app }, main: 'main.cjs', cwd: '', expected: 'ragapp' },
];

describe('the service name', () => {
  for (const { title, env, files, main, cwd, expected } of namings) {
    test(`${title}: ${expected}`, async () => {
      const folder = temporaryFolder(files);
      const result = await runApp({ fixture: join(folder, main), cwd: join(folder, cwd), env });
      explain(result, ({ logs }) =>
        assert.equal(logs.find(({ body }) => body === 'a line')?.resource['service.name'], expected),
      );
    });
  }
});
