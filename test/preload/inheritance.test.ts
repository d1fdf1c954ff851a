import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, preloadFile, runApp, runtimes, type AppOptions } from '../support';

const ALL = ['worker', 'worker-env', 'worker-argv', 'fork', 'cluster', 'spawn'];
/**
 * How the flag gets in, and who does not inherit it by Node's own rules: a spawned Node has its own command line, a
 * worker with `execArgv: []` no flags of it.
 */
const ways: { title: string; options: Partial<AppOptions>; without: string[] }[] = [
  { title: '--import', options: { preload: 'import' }, without: ['spawn', 'worker-argv'] },
  { title: '--require', options: { preload: 'require' }, without: ['spawn', 'worker-argv'] },
  { title: 'NODE_OPTIONS=--import', options: { preload: 'options' }, without: [] },
  {
    title: 'NODE_OPTIONS=--require',
    options: { preload: 'none', env: { NODE_OPTIONS: `--require ${preloadFile}` } },
    without: [],
  },
  {
    title: 'both at once',
    options: { preload: 'import', env: { NODE_OPTIONS: `--require ${preloadFile}` } },
    without: [],
  },
];

const majors = runtimes().map(({ major }) => major);
/** The oldest and the newest Node.js have all of them; between them the usual one is enough. */
const waysOf = (major: number) =>
  major === majors.at(0) || major === majors.at(-1)
    ? ways
    : ways.filter(({ title }) => title === 'NODE_OPTIONS=--import');

onEachRuntime(({ binary, major }) => {
  for (const { title, options, without } of waysOf(major)) {
    test(`${title}: workers, forks, cluster and spawned Nodes have one bootstrap each`, async () => {
      const result = await runApp({ fixture: 'neighbours/tree.cjs', args: [ALL.join(',')], node: binary, ...options });
      explain(result, ({ code, out, err, spans }) => {
        assert.equal(code, 0);
        const expected = ['root', ...ALL.filter((name) => !without.includes(name))].map((name) => `/${name}`).sort();
        const completed = out
          .filter(({ message }) => message === 'request completed')
          .map(({ path }) => path as string)
          .sort();
        assert.deepEqual(completed, expected, 'one request line each');
        const served = spans
          .filter(({ kind }) => kind === 'SERVER')
          .map(({ attributes }) => String(attributes['url.path'] ?? attributes['http.target']))
          .sort();
        assert.deepEqual(served, expected, 'one server span each');
        assert.deepEqual(
          err.map((line) => line.code),
          ['FL_STARTED'],
        );
      });
    });
  }
});
