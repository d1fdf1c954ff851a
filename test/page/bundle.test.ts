// What the page consists of: little, all of it its own, and nothing of it in the app.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { root } from '../support/app';

const folder = join(root, 'dist', 'page');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('the page has at most 150 kB, gzipped', (t) => {
  const files = readdirSync(folder);
  assert.deepEqual(files.sort(), ['icon.svg', 'index.html', 'page.css', 'page.js']);
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
  t.diagnostic(`${(size / 1024).toFixed(1)} kB`);
  assert.ok(size <= 150 * 1024, `${size} bytes`);
});

test('it loads nothing from elsewhere, and has no script or style within its text', () => {
  assert.doesNotMatch(read('index.html'), /https?:|<style|\sstyle=|\son\w+=|<script(?! src="\/page\.js")/);
  assert.doesNotMatch(read('page.css'), /@import|url\(/);
  // Names of XML vocabularies are no addresses.
  assert.deepEqual(
    [...new Set(read('page.js').match(/https?:\/\/[\w.-]+/g))].filter((url) => url !== 'http://www.w3.org'),
    [],
  );
  assert.doesNotMatch(read('page.js'), /\beval\(|new Function\(/);
});

test("no bundle of the app's has anything of the page", () => {
  const bundles = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.m?js$/.test(name) && !name.startsWith('page'),
  );
  assert.ok(bundles.length > 8);
  for (const name of bundles) assert.doesNotMatch(readFileSync(join(root, 'dist', name), 'utf8'), /preact|uPlot/, name);
});
