// The specification's variables: each is read, or named at start with the reason why it has no effect.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadConfig, suggestionLine } from '../../lib/config';
import { rows } from '../../lib/config/table';
import { unsupported } from '../../lib/config/unsupported';
import { root } from '../support';

const load = (env: NodeJS.ProcessEnv) => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });

/** Also of the specification, and firstlight's own name for it. */
const OF_ITSELF = ['OTEL_ENABLED', 'OTEL_EXPORTER_ENDPOINT'];

test('every variable of the specification is in a table, and no other is said to be of it', async () => {
  const { specification } = (await import(pathToFileURL(join(root, 'scripts/docs/specification.mjs')).href)) as {
    specification: [string, string[]][];
  };
  const names = specification.flatMap(([, each]) => each);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) {
    const { suggestions } = load({ [name]: 'value' });
    assert.equal(suggestions.length, Object.hasOwn(rows, name) ? 0 : 1, name);
  }
  for (const name of Object.keys(unsupported)) assert.ok(names.includes(name), name);
  for (const name of OF_ITSELF) assert.ok(!names.includes(name), name);
});

for (const [name, reason] of Object.entries(unsupported)) {
  test(`${name} is named at start, with the reason`, () => {
    const line = suggestionLine(load({ [name]: 'value' }));
    assert.equal(line?.code, 'FL_CONFIG_UNKNOWN');
    assert.ok(line?.message.includes(`${name} (${reason})`), line?.message);
    assert.ok(!Object.hasOwn(rows, name), 'it is not read as well');
  });
}

test('OTEL_METRICS_EXEMPLAR_FILTER=always_off asks for what is so', () =>
  assert.deepEqual(load({ OTEL_METRICS_EXEMPLAR_FILTER: 'always_off' }).suggestions, []));

for (const [value, count] of [
  ['http', 0],
  ['database, http', 0],
  ['http/dup', 1],
  ['messaging', 1],
] as const)
  test(`OTEL_SEMCONV_STABILITY_OPT_IN=${value} is ${count === 0 ? 'what is so' : 'named'}`, () =>
    assert.equal(load({ OTEL_SEMCONV_STABILITY_OPT_IN: value }).conflicts.length, count));
