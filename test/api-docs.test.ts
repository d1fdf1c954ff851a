// The docstrings of the public API, which docs/api.md and the tooltips of editors are made of.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as api from '../lib';

interface Documented {
  name: string;
  doc: unknown;
  examples: { text: string }[];
}
const documented = import(pathToFileURL(join(__dirname, '..', 'scripts', 'docs', 'api.mjs')).href).then((module) =>
  (module as { publicApi(): Documented[] }).publicApi(),
);

/** What the examples take from the app that they stand in. */
const app = {
  path: __filename,
  payload: {},
  session: { userId: 7 },
  response: { end: () => {} },
  db: { query: async () => {} },
  readFile: async () => {},
  fetchTasks: async () => [{ context: '{}', payload: {} }],
  handle: () => {},
  pool: { onIdle: (callback: () => void) => callback() },
};

test('every export has a docstring, and every function an example that runs', async () => {
  const Block = (async () => {}).constructor as new (...lines: string[]) => (...values: unknown[]) => Promise<void>;
  const all = await documented;
  for (const { name, doc, examples } of all) {
    assert.ok(doc, name);
    if (!Object.hasOwn(api, name)) continue;
    assert.ok(examples.length > 0, name);
    for (const { text } of examples) {
      assert.ok(text.includes(`${name}(`), text);
      const scope = { ...app, ...api };
      await new Block(...Object.keys(scope), text)(...Object.values(scope));
    }
  }
  assert.deepEqual(
    all
      .map(({ name }) => name)
      .filter((name) => Object.hasOwn(api, name))
      .sort(),
    Object.keys(api).sort(),
  );
});
