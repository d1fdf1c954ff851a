import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { isForeign } from '../lib/config/foreign';
import { renamed } from '../lib/config/suggest';
import { rows } from '../lib/config/table';
import { unsupported } from '../lib/config/unsupported';

const root = join(__dirname, '..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'lib/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].filter((page) => existsSync(join(root, page)));
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

test('the generated parts of the docs are those that the tables give', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/docs.mjs'), '--check'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

for (const page of pages) {
  test(`${page}: every variable it names exists`, () => {
    // A name that goes on with `_…`, `<`, `{` or `*` stands for several.
    const names = read(page).match(/(?<![A-Z_{])(OTEL|FIRSTLIGHT|LOG)_[A-Z_]+(?![A-Z_<{*…])/g) ?? [];
    const unknown = [...new Set(names)].filter(
      (name) =>
        !name.endsWith('_') && ![rows, unsupported, renamed].some((of) => Object.hasOwn(of, name)) && !isForeign(name),
    );
    assert.deepEqual(unknown, []);
  });

  test(`${page}: every link within the repository leads somewhere`, () => {
    const broken = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)/g)].filter(
      ([, file, anchor]) => {
        const target = file ? relative(root, join(root, dirname(page), file)) : page;
        return (
          !existsSync(join(root, target)) ||
          (anchor !== undefined && target.endsWith('.md') && !anchors(target).has(anchor.slice(1)))
        );
      },
    );
    assert.deepEqual(
      broken.map(([link]) => link),
      [],
    );
  });
}

test('lib/README.md: each way through the code has at most 8 steps, and each room is in the map', () => {
  const page = read('lib/README.md');
  const ways = page.split('\n## From ').slice(1);
  assert.equal(ways.length, 3);
  for (const way of ways) assert.ok((way.match(/^\d+\. /gm)?.length ?? 9) <= 8, way);
  const rooms = readdirSync(join(root, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(
    rooms.map(({ name }) => name).filter((name) => !page.includes(`[${name}](${name})`)),
    [],
  );
});

/** The anchors that GitHub gives to the headings of a page. */
function anchors(page: string): Set<string> {
  const headings =
    read(page)
      .replace(/^```[\s\S]*?^```/gm, '')
      .match(/^#+ .*$/gm) ?? [];
  return new Set(
    headings.map((heading) =>
      heading
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

test('README shows at most 12 settings, and says how to use it within two screens', () => {
  const lines = read('README.md').split('\n');
  const table = lines.slice(lines.indexOf('<!-- config:start -->'), lines.indexOf('<!-- config:end -->'));
  const settings = table.filter((line) => /^\| `[A-Z_]+`/.test(line));
  assert.ok(settings.length > 5 && settings.length <= 12, `${settings.length}`);
  assert.ok(lines.indexOf('## Use it') > 0 && lines.indexOf('## Use it') <= 50);
});
