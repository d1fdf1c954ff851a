// What the bundles are made of, as a CycloneDX bill of materials: https://cyclonedx.org/docs/1.6/json/ Neither a time
// nor a random number is in it: the same sources give the same file.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The packages whose files are among a build's inputs: {folder, place, name, version, license}, by name. `place` is as
 * in package-lock.json.
 */
export function packagesOf(root, inputs) {
  const places = new Set(
    inputs.map((input) => /^(.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(input)?.[1]).filter(Boolean),
  );
  return [...places].sort().map((input) => {
    const folder = path.resolve(root, input);
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    // If node_modules is a link, inputs are named by where it leads.
    const place = `node_modules/${input
      .split(/node_modules[\\/]/)
      .slice(1)
      .join('node_modules/')}`.replaceAll('\\', '/');
    return { folder, place, name, version, license };
  });
}

/** The bill, as the text of a JSON file. Hashes are those of the archives that npm checked. */
export function billOfMaterials(root, packages) {
  const about = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { packages: locked } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const components = new Map(packages.map((each) => [purl(each), component(each, locked[each.place])]));
  const subject = {
    type: 'library',
    'bom-ref': purl(about),
    name: about.name,
    version: about.version,
    description: about.description,
    licenses: licenses(about.license),
    purl: purl(about),
  };
  return `${JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: { component: subject },
      components: [...components.values()],
      dependencies: [
        { ref: purl(about), dependsOn: [...components.keys()] },
        ...[...components.keys()].map((ref) => ({ ref })),
      ],
    },
    null,
    2,
  )}\n`;
}

function component({ name, version, license }, { integrity } = {}) {
  const [scope, own] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const [, algorithm, digest] = /^(sha512)-(.+)$/.exec(integrity ?? '') ?? [];
  return {
    type: 'library',
    'bom-ref': purl({ name, version }),
    ...(scope && { group: scope }),
    name: own,
    version,
    licenses: licenses(license),
    purl: purl({ name, version }),
    ...(algorithm && { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
  };
}

/** https://github.com/package-url/purl-spec/blob/main/types/npm-definition.json */
const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** An SPDX identifier, or an expression of several. */
const licenses = (license) =>
  /\s/.test(license) ? [{ expression: license.replace(/^\((.*)\)$/, '$1') }] : [{ license: { id: license } }];
