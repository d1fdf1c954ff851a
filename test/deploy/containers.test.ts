import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { onlySpan, openCollector, refusingEndpoint, root, temporaryFolder, within } from '../support';
import { jsonLines } from '../support/output';
import { type ContainerOptions, noContainers, startContainer, type Volume } from './container';
import { type Image, replay } from './dockerfile';

const reason = noContainers();

/** Starts the app's image, asks it once, stops it, and returns what it said and sent. */
async function serveOnce(image: Image, { env, ...options }: ContainerOptions = {}) {
  const collector = await openCollector();
  const container = startContainer(image, {
    ...options,
    env: {
      ...env,
      PORT: '0',
      REDIS_URL: (await refusingEndpoint()).url.replace('http', 'redis'),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.grpcPort}`,
    },
  });
  const listening = await container.line((line) => / listening on http:\/\/127/.test(line));
  const response = await within(
    fetch(`${/http:\/\/127[\d.:]+/.exec(listening)![0]}/documents`),
    'an answer',
    container.describe,
  );
  assert.equal(response.status, 200);
  await response.text();
  container.signal('SIGTERM');
  const { code } = await container.ended();
  return {
    code,
    spans: collector.store.spans,
    err: jsonLines(container.stderr.text()),
    out: jsonLines(container.stdout.text()),
    describe: container.describe,
  };
}

function assertServed({ code, spans, err, out, describe: text }: Awaited<ReturnType<typeof serveOnce>>): void {
  const server = onlySpan(spans, ({ kind }) => kind === 'SERVER', `server span\n${text()}`);
  assert.equal(server.name, 'GET /documents');
  assert.equal(server.resource['process.pid'], 1, 'the app is PID 1');
  assert.equal(out.filter(({ message }) => message === 'request completed').length, 1);
  assert.equal(err.filter(({ code: own }) => own === 'FL_STARTED').length, 1);
  assert.deepEqual(
    err.filter(({ level }) => level === 'error'),
    [],
  );
  assert.equal(code, 0, 'the app handles SIGTERM: its own end');
}

/** Where a cache counts: of root or the app's user, and no one else's to write. */
function trusted(folder: string, user: number): string[] {
  const isTrusted = (path: string) => [0, user].includes(statSync(path).uid) && (statSync(path).mode & 0o022) === 0;
  return isTrusted(folder) ? readdirSync(folder).filter((name) => isTrusted(join(folder, name))) : [];
}

describe('deploy/Dockerfile', { skip: reason }, () => {
  let image: Image;
  before(() => {
    image = replay('deploy/Dockerfile');
  });

  test('runs as an unprivileged user, with a code cache of its own Node.js and nothing of the build', () => {
    assert.deepEqual(
      { ...image, rootfs: '', env: { ...image.env } },
      {
        rootfs: '',
        user: '65532:65532',
        workdir: '/app',
        entrypoint: ['/nodejs/bin/node'],
        cmd: ['server.js'],
        env: { NODE_ENV: 'production', NODE_OPTIONS: '--import=/opt/firstlight/register.js' },
      },
    );
    assert.deepEqual(readdirSync(join(image.rootfs, 'opt/firstlight')).sort(), [
      'LICENSE',
      'dist',
      'package.json',
      'register.js',
    ]);
    assert.equal(trusted(join(image.rootfs, 'opt/firstlight/dist/cache'), 65532).length, 1);
  });

  test(
    'the app serves as PID 1 on a read-only root, without rights, and ends by SIGTERM with everything ' + 'delivered',
    async () => {
      assertServed(await serveOnce(image));
    },
  );

  test('the root cannot be written', async () => {
    const container = startContainer(image, {
      user: '0',
      command: ['/nodejs/bin/node', '-p', 'try { fs.writeFileSync("/app/x", "") } catch (error) { error.code }'],
    });
    await container.ended();
    assert.equal(container.stdout.text(), 'EROFS\n', container.describe());
  });
});

interface PodContainer {
  name: string;
  command?: string[];
  env?: { name: string; value?: string }[];
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
}
interface Pod {
  securityContext: { runAsUser: number; runAsGroup: number };
  initContainers: PodContainer[];
  containers: PodContainer[];
}

describe('deploy/kubernetes', { skip: reason }, () => {
  let carrier: Image;
  let app: Image;
  before(() => {
    [carrier, app] = [replay('deploy/kubernetes/Dockerfile'), replay('deploy/Dockerfile')];
  });

  test(
    'the image carries the layout of the Operator, readable by any user, with a code cache for each ' + 'Node.js',
    () => {
      const folder = join(carrier.rootfs, 'autoinstrumentation');
      assert.ok(existsSync(join(folder, 'autoinstrumentation.js')) && existsSync(join(folder, 'register.js')));
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        assert.equal(statSync(join(folder, name)).mode & 0o444, 0o444, name);
      assert.ok(trusted(join(folder, 'dist/cache'), 65532).length >= 1);
      assert.equal(carrier.user, '65532:65532');
    },
  );

  test('the manifest, container by container: copied by the init container, required by the app', async () => {
    const pod = (
      parse(readFileSync(join(root, 'deploy/kubernetes/app.yaml'), 'utf8')) as { spec: { template: { spec: Pod } } }
    ).spec.template.spec;
    const user = `${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`;
    // An emptyDir is everybody's.
    const volume = temporaryFolder();
    chmodSync(volume, 0o777);
    const volumes = ({ volumeMounts }: PodContainer): Volume[] =>
      volumeMounts.map(({ mountPath, readOnly = false }) => ({ source: volume, target: mountPath, readOnly }));
    const [init, main] = [pod.initContainers[0]!, pod.containers[0]!];
    const copying = startContainer(carrier, { command: init.command, user, volumes: volumes(init) });
    assert.deepEqual(await copying.ended(), { code: 0, signal: null }, copying.describe());
    assert.equal(
      trusted(join(volume, 'dist/cache'), pod.securityContext.runAsUser).length,
      readdirSync(join(carrier.rootfs, 'autoinstrumentation/dist/cache')).length,
    );

    const env = Object.fromEntries(
      main.env!.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    );
    const result = await serveOnce(app, { user, volumes: volumes(main), env });
    assertServed(result);
    assert.equal(result.spans[0]!.resource['service.name'], 'checkout');
  });
});
