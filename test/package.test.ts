// The package as it is published: what is in it, how others resolve it, and what it is made of.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { root, temporaryFolder } from './support';

const json = (file: string): any => JSON.parse(readFileSync(file, 'utf8'));
const manifest = json(join(root, 'package.json')) as Record<string, any>;

let tarball = '';
let folder = '';
before(async () => {
  folder = temporaryFolder();
  await promisify(execFile)('npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], {
    cwd: root,
  });
  tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz'))!,
  );
  execFileSync('tar', ['xzf', tarball, '-C', folder]);
});

const packed = (): string[] =>
  readdirSync(join(folder, 'package'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(join(folder, 'package').length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

test('publint has nothing to say', async () => {
  const { publint } = await import('publint');
  const { messages } = await publint({ pkgDir: join(folder, 'package'), strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test('types resolve in every way that TypeScript knows (attw)', async () => {
  const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
  const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
  assert.equal(result.types && result.types.kind, 'included');
  assert.deepEqual('problems' in result ? result.problems : 'no types', []);
});

/** Everything that may be in the package. What is new has to be let in here. */
const ALLOWED = [
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|SECURITY\.md|CONTRIBUTING\.md|register\.js)$/,
  /^benchmarks\/README\.md$/,
  /^deploy\/[\w./-]+$/,
  /^examples\/(?:ragapp|recipes)\/(?!.*node_modules)[\w./[\]-]+$/,
  /^docs\/[\w/.-]+\.(?:md|svg|[cm]?[jt]s|json|ya?ml|service|Dockerfile|sh|conf|prisma)$/,
  /^dist\/[\w-]+\.js(?:\.map)?$/,
  /^dist\/instrumentations\/[\w.-]+\.js(?:\.map)?$/,
  /^dist\/bin\/firstlight\.js(?:\.map)?$/,
  /^dist\/esm\/[\w/-]+\.m?js(?:\.map)?$/,
  /^dist\/esm\/lib\/package\.json$/,
  /^dist\/(?:licences\.txt|sbom\.cdx\.json)$/,
  /^dist\/page\//,
  /^dist\/types\/(?:lib|vendor)\/[\w@/.-]+\.d\.m?ts$/,
  /^dist\/types\/register\.d\.ts$/,
  /^dist\/types\/vendor\/[\w@/-]+\/(?:LICENSE|package\.json)$/,
];
const NEEDED = [
  'package.json',
  'README.md',
  'LICENSE',
  'SECURITY.md',
  'register.js',
  'dist/firstlight.js',
  'dist/exporter.js',
  'dist/grpc-delegate.js',
  'dist/http-delegate.js',
  'dist/index.js',
  'dist/warm.js',
  'dist/bin/firstlight.js',
  'dist/instrumentations/pg.js',
  'dist/esm/hook-thread.mjs',
  'dist/esm/es-text.js',
  'dist/types/lib/index.d.ts',
  'dist/types/register.d.ts',
  'dist/licences.txt',
  'dist/sbom.cdx.json',
  'docs/doctor.md',
  'docs/errors.md',
  'docs/security.md',
];

test('the package has all that it needs, and nothing else', () => {
  const names = packed();
  assert.deepEqual(
    names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name))),
    [],
  );
  assert.deepEqual(
    NEEDED.filter((name) => !names.includes(name)),
    [],
  );
});

test('every link of a page in the package leads to something in the package', () => {
  const names = packed();
  const broken = names
    .filter((name) => name.endsWith('.md'))
    .flatMap((page) => {
      const links = readFileSync(join(folder, 'package', page), 'utf8').matchAll(
        /\]\((?!https?:|mailto:|#)([^)#\s]+)/g,
      );
      return [...links]
        .map(([, link]) => posix.join(posix.dirname(page), link!))
        .filter((target) => !names.some((name) => name === target || name.startsWith(`${target}/`)))
        .map((target) => `${page} -> ${target}`);
    });
  assert.deepEqual(broken, []);
});

test('nothing in the package knows the machine that built it', () => {
  const traces = packed().filter((name) => readFileSync(join(folder, 'package', name)).includes(root));
  assert.deepEqual(traces, []);
});

test('installing it runs nothing and installs nothing else', () => {
  const { scripts, dependencies, peerDependencies, optionalDependencies, bundleDependencies } = manifest;
  assert.deepEqual(
    Object.keys(scripts as object).filter((name) =>
      /^(?:pre|post)?(?:install|uninstall|prepare|publish|pack)$|^prepublishOnly$/.test(name),
    ),
    [],
  );
  assert.deepEqual(
    [dependencies, peerDependencies, optionalDependencies, bundleDependencies],
    [undefined, undefined, undefined, undefined],
  );
});

interface Component {
  group?: string;
  name: string;
  version: string;
  purl: string;
  licenses: { license?: { id: string }; expression?: string }[];
  hashes?: { alg: string; content: string }[];
}

test('the bill of materials names what is bundled, as it is locked', () => {
  const bill = json(join(root, 'dist', 'sbom.cdx.json')) as {
    bomFormat: string;
    specVersion: string;
    metadata: { component: Component };
    components: Component[];
    dependencies: { ref: string; dependsOn?: string[] }[];
  };
  const { packages } = json(join(root, 'package-lock.json')) as {
    packages: Record<string, { version: string; integrity: string }>;
  };
  assert.deepEqual(
    [bill.bomFormat, bill.specVersion, bill.metadata.component.name, bill.metadata.component.version],
    ['CycloneDX', '1.6', manifest.name, manifest.version],
  );
  assert.ok(bill.components.length > 50);
  for (const { group, name, version, purl, hashes } of bill.components) {
    const full = group ? `${group}/${name}` : name;
    assert.equal(purl, `pkg:npm/${full.replace('@', '%40')}@${version}`);
    const locked = Object.entries(packages)
      .filter(([place]) => place.endsWith(`node_modules/${full}`))
      .map(([, each]) => each);
    assert.ok(
      locked.some(
        (each) =>
          each.version === version &&
          `sha512-${Buffer.from(hashes?.[0]?.content ?? '', 'hex').toString('base64')}` === each.integrity,
      ),
      `${purl} is not what is locked`,
    );
  }
  const refs = bill.components.map(({ purl }) => purl);
  assert.equal(new Set(refs).size, refs.length);
  assert.deepEqual(bill.dependencies.find(({ ref }) => ref === bill.metadata.component.purl)?.dependsOn, refs);
});

test('the bill of materials is one by the official schema of CycloneDX 1.6, whose licences SPDX knows', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const bill = readFileSync(join(root, 'dist', 'sbom.cdx.json'), 'utf8');
  assert.equal(await validator.validate(bill), null);
  // A validator that lets everything pass would say the same.
  assert.notEqual(await validator.validate(bill.replace('"id": "MIT"', '"id": "No such licence"')), null);
  assert.notEqual(await validator.validate(bill.replace('"metadata"', '"metaData"')), null);
});

/** Licences that let others use, change and pass on the code under their notice. */
const LICENCES = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'];

test('third-party notices: a text for each package, under licences that allow it', () => {
  const { components } = json(join(root, 'dist', 'sbom.cdx.json')) as { components: Component[] };
  const notices = readFileSync(join(root, 'dist', 'licences.txt'), 'utf8');
  for (const { group, name, version, licenses } of components) {
    const licence = licenses[0]!.license?.id ?? licenses[0]!.expression;
    assert.ok(LICENCES.includes(licence!), `${name}: ${licence}`);
    assert.ok(notices.includes(`${group ? `${group}/` : ''}${name} ${version} (${licence})\n`), name);
  }
});
