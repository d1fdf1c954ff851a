import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

interface Patch {
  name: string;
  package: string;
  file: string;
  fault: string;
  upstream: string;
  replacements: { find: string; replace: string }[];
}

const root = join(__dirname, '..');
let patches: Patch[] = [];
let applyPatch: (text: string, patch: Patch) => string;
before(async () => {
  // tsx compiles this file to CommonJS, in which import() stays what it is.
  const module = (await import(join(root, 'scripts', 'patches.mjs'))) as unknown as {
    readPatches(): Promise<Patch[]>;
    applyPatch: typeof applyPatch;
  };
  ({ applyPatch } = module);
  patches = await module.readPatches();
});

describe('each patch of a bundled package', () => {
  test('lies in the folder of its package, names its fault in a sentence and links to upstream', () => {
    for (const { name, package: packageName, fault, upstream } of patches) {
      assert.equal(name.split('/')[0], packageName.split('/').at(-1), name);
      assert.match(fault, /^\S.*\.$/, name);
      assert.match(upstream, /^https:\/\/github\.com\/[^/]+\/[^/]+\/(issues|pull|blob|tree)\/\S+$/, name);
    }
  });

  test('fits the installed code: a text that has moved or was mended upstream fails here', () => {
    const texts = new Map<string, string>();
    for (const patch of patches) {
      const file = join(root, 'node_modules', patch.package, patch.file);
      texts.set(file, applyPatch(texts.get(file) ?? readFileSync(file, 'utf8'), patch));
    }
  });

  test('is in what was built', () => {
    const built = new Map<string, string>();
    for (const { name, package: packageName, marker } of patches as (Patch & {
      marker?: [file: string, text: string];
    })[]) {
      if (!marker) continue;
      const [file, text] = marker;
      if (!built.has(file)) built.set(file, readFileSync(join(root, 'dist', file), 'utf8'));
      assert.ok(built.get(file)!.includes(text), `${name} (${packageName}): dist/${file} has ${text}`);
    }
  });
});

test('a patch whose text is gone, or is there twice, stops the build', () => {
  const patch: Patch = {
    name: 'x/y',
    package: 'x',
    file: 'y.js',
    fault: '',
    upstream: '',
    replacements: [{ find: 'a', replace: '$&b' }],
  };
  assert.equal(applyPatch('-a-', patch), '-$&b-');
  assert.throws(() => applyPatch('---', patch), /patches\/x\/y\.mjs: this text occurs 0 times/);
  assert.throws(() => applyPatch('a-a', patch), /occurs 2 times/);
});
