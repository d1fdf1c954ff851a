// The table of findings: each is provoked by a test, and each leads into the docs.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SECTIONS, type FindingFacts } from '../../../bin/doctor/finding';
import { docsOf } from '../../../bin/doctor/report';
import { findings, found, type FindingId } from '../../../bin/doctor/table';
import { root, runCli } from '../cli';
import { SENDS_NOTHING } from './diagnose';

const ids = Object.keys(findings) as FindingId[];
const tests = readdirSync(__dirname)
  .filter((name) => name.endsWith('.test.ts') && name !== 'table.test.ts')
  .map((name) => readFileSync(join(__dirname, name), 'utf8'))
  .join('\n');
const page = readFileSync(join(root, 'docs', 'doctor.md'), 'utf8');

for (const id of ids) {
  const { section, severity, remedy } = findings[id] as FindingFacts;

  test(`${id}: a test provokes it`, () => assert.match(tests, new RegExp(`'${id}'`)));

  test(`${id}: it is in the docs`, () => {
    assert.ok(SECTIONS.includes(section));
    if (severity === 'fine' && remedy === undefined) return assert.match(page, new RegExp(`^- \`${id}\`: `, 'm'));
    assert.ok(remedy, 'what is not fine has a remedy');
    const [file, anchor] = docsOf(found(id)).split('#') as [string, string];
    assert.match(readFileSync(join(root, file), 'utf8'), new RegExp(`^### ${anchor}$`, 'm'));
  });

  test(`${id}: what its remedy names is there`, () => {
    for (const [name] of (remedy ?? '').matchAll(/\bdocs\/[a-z-]+\.md/g)) assert.ok(existsSync(join(root, name)), name);
  });
}

test('the report for people: sections, signs, remedies, links and a count', async () => {
  const { code, stdout, stderr } = await runCli(['doctor'], {
    env: { ...SENDS_NOTHING, OTEL_SERVICENAME: 'x' },
    cwd: join(root, 'examples', 'ragapp'),
  });
  assert.match(
    stdout,
    /^Node\.js\n {2}✓ firstlight supports this Node\.js: Node\.js \d[^]*\n\nStart\n[^]*\n\nConfiguration\n[^]*\n\nPackages\n/,
  );
  assert.match(
    stdout,
    /\n {2}! this variable is not read: OTEL_SERVICENAME: did you mean OTEL_SERVICE_NAME\?\n {6}Rename or remove it\.\n {6}.*docs\/doctor\.md#config-unknown\n/,
  );
  assert.match(stdout, /\n\n1 warning\n$/);
  assert.deepEqual([code, stderr], [1, '']);
});

test('where all is well it says so', async () => {
  const { code, stdout } = await runCli(['doctor'], { env: SENDS_NOTHING, cwd: join(root, 'examples', 'ragapp') });
  assert.match(stdout, /\n\nAll is well\.\n$/);
  assert.equal(code, 0);
});
