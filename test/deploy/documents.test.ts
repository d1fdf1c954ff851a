import assert from 'node:assert/strict';
import { type Copy, DockerfileParser } from 'dockerfile-ast';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { isForeign } from '../../lib/config/foreign';
import { rows } from '../../lib/config/table';

const root = join(__dirname, '..', '..');
const deploy = join(root, 'deploy');
const files = readdirSync(deploy, { recursive: true, encoding: 'utf8' });

/** The document, without a complaint of the parser; merge keys as Compose reads them. */
function read(name: string): any {
  const document = parseDocument(readFileSync(join(deploy, name), 'utf8'), { merge: true, strict: true });
  assert.deepEqual([...document.errors, ...document.warnings], []);
  return document.toJS();
}

for (const name of files.filter((file) => file.endsWith('.yaml'))) test(`${name} is YAML`, () => assert.ok(read(name)));

for (const name of files.filter((file) => /Dockerfile$/.test(file))) {
  test(`${name} is a Dockerfile whose last stage is not root, and what it copies exists`, () => {
    const instructions = DockerfileParser.parse(readFileSync(join(deploy, name), 'utf8')).getInstructions();
    assert.equal(
      instructions
        .filter((instruction) => instruction.getKeyword() === 'USER')
        .at(-1)
        ?.getArgumentsContent(),
      '65532:65532',
    );
    const made = ['register.js', 'dist'];
    for (const copy of instructions.filter((instruction) => instruction.getKeyword() === 'COPY')) {
      const from = (copy as Copy)
        .getFlags()
        .find((flag) => flag.getName() === 'from')
        ?.getValue();
      if (from !== undefined && from !== 'firstlight') continue;
      const words = copy.getArguments().map((word) => word.getValue());
      for (const path of words.slice(0, -1)) {
        const source = path.replace(/^\/src\//, '');
        assert.ok(made.includes(source) || existsSync(join(root, source)), path);
      }
    }
    assert.ok(existsSync(join(deploy, `${name}.dockerignore`)));
  });
}

test('compose.yaml: what it names exists, and no app runs with more than it needs', () => {
  const { services } = read('compose/compose.yaml') as { services: Record<string, any> };
  for (const [name, service] of Object.entries(services)) {
    for (const other of service.depends_on ?? []) assert.ok(services[other], `${name} depends on ${other}`);
    for (const volume of service.volumes ?? [])
      assert.ok(existsSync(join(deploy, 'compose', volume.split(':')[0])), volume);
    for (const value of Object.values<string>(service.environment ?? {})) {
      const host = /^(?:https?|redis):\/\/([\w-]+)/.exec(value)?.[1];
      assert.ok(!host || services[host], `${name} calls ${value}`);
    }
    if (!service.build) continue;
    assert.ok(existsSync(join(deploy, 'compose', service.build.context, service.build.dockerfile)));
    assert.deepEqual([service.read_only, service.cap_drop], [true, ['ALL']]);
    assert.ok(service.environment.OTEL_EXPORTER_OTLP_ENDPOINT);
  }
});

test('the collector takes what the apps send, and each pipeline names parts that are there', () => {
  const collector = read('compose/collector.yaml');
  assert.equal(collector.receivers.otlp.protocols.grpc.endpoint, '0.0.0.0:4317');
  for (const pipeline of Object.values<any>(collector.service.pipelines)) {
    for (const kind of ['receivers', 'processors', 'exporters'])
      for (const part of pipeline[kind]) assert.ok(part in collector[kind], `${kind}: ${part}`);
  }
  const services = Object.keys(read('compose/compose.yaml').services);
  assert.ok(services.includes(collector.exporters['otlp/jaeger'].endpoint.split(':')[0]));
});

test('the manifests keep to the layout of the OpenTelemetry Operator', () => {
  const pod = read('kubernetes/app.yaml').spec.template.spec;
  const mount = '/otel-auto-instrumentation-nodejs';
  assert.deepEqual(pod.initContainers[0].command, ['cp', '-r', '/autoinstrumentation/.', mount]);
  const [app] = pod.containers;
  assert.equal(
    app.env.find(({ name }: { name: string }) => name === 'NODE_OPTIONS').value,
    `--require ${mount}/autoinstrumentation.js`,
  );
  for (const container of [...pod.initContainers, ...pod.containers]) {
    assert.ok(
      container.securityContext.readOnlyRootFilesystem && container.securityContext.capabilities.drop.includes('ALL'),
      container.name,
    );
    for (const { name, mountPath } of container.volumeMounts) {
      assert.equal(mountPath, mount);
      assert.ok(
        pod.volumes.some((volume: { name: string }) => volume.name === name),
        name,
      );
    }
  }
  const { kind, apiVersion, spec } = read('kubernetes/instrumentation.yaml');
  assert.deepEqual([kind, apiVersion], ['Instrumentation', 'opentelemetry.io/v1alpha1']);
  assert.equal(spec.nodejs.image, pod.initContainers[0].image, 'both ways have one image');
});

test('every variable of ours that they set exists', () => {
  assert.ok(files.length >= 8);
  const names = files
    .filter((name) => /\.yaml$|Dockerfile$/.test(name))
    .flatMap((name) => readFileSync(join(deploy, name), 'utf8').match(/\b(OTEL|FIRSTLIGHT|LOG)_[A-Z_]+\b/g) ?? []);
  assert.deepEqual(
    [...new Set(names)].filter((name) => !Object.hasOwn(rows, name) && !isForeign(name)),
    [],
  );
});
