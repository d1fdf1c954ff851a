import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { instrumentationNames } from '../../../lib/config';
import { catalogue, createInstrumentation } from '../../../lib/telemetry/instrumentations/catalogue';
import { upstream } from '../../../lib/telemetry/instrumentations/upstream';
import { root } from '../../support';
import { targetsOf } from '../../../lib/telemetry';

test('the catalogue has the instrumentations of auto-instrumentations-node, no more and no less', () => {
  const { dependencies } = JSON.parse(
    readFileSync(
      path.join(path.dirname(require.resolve('@opentelemetry/auto-instrumentations-node')), '../../package.json'),
      'utf8',
    ),
  ) as { dependencies: Record<string, string> };
  const names = Object.keys(dependencies).flatMap(
    (name) => /^@opentelemetry\/instrumentation-(.+)$/.exec(name)?.[1] ?? [],
  );
  assert.deepEqual(Object.keys(upstream).sort(), names.sort());
  assert.deepEqual(Object.keys(catalogue).sort(), [...instrumentationNames].sort());
});

test('the catalogue is what the build writes from the packages of today', () => {
  execFileSync(process.execPath, [path.join(root, 'scripts/catalogue.mjs'), '--check'], { encoding: 'utf8' });
});

for (const name of instrumentationNames) {
  test(`${name}: its targets are those that its code defines`, () => {
    const instrumentation = createInstrumentation(name, { enabled: false }) as {
      getModuleDefinitions?(): { name: string; files: { name: string }[] }[];
    };
    const expected = new Map<string, Set<string>>();
    for (const { name: target, files } of instrumentation.getModuleDefinitions?.() ?? []) {
      const known = expected.get(target) ?? new Set();
      expected.set(target, known);
      for (const file of files) known.add(file.name.slice(target.length + 1));
    }
    assert.deepEqual(
      targetsOf(name).map((target) => [target.name, [...target.files]]),
      [...expected].map(([target, files]) => [target, [...files]]),
    );
  });
}
