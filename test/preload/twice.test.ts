import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { explain, preloadFile, root, runApp, runtimes, temporaryFolder } from '../support';

let copy = '';
before(() => {
  const folder = temporaryFolder();
  for (const part of ['register.js', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  copy = join(folder, 'register.js');
});

const cases: { title: string; nodeArgs?: () => string[]; options?: () => string; lines: string[] }[] = [
  {
    title: 'by --require and by --import',
    nodeArgs: () => ['--require', preloadFile, '--import', preloadFile],
    lines: ['FL_STARTED'],
  },
  {
    title: 'by NODE_OPTIONS and by --import',
    nodeArgs: () => ['--import', preloadFile],
    options: () => `--import=${preloadFile}`,
    lines: ['FL_STARTED'],
  },
  {
    title: 'from two copies',
    nodeArgs: () => ['--import', preloadFile, '--import', copy],
    lines: ['FL_ALREADY_LOADED', 'FL_STARTED'],
  },
  {
    title: 'from two copies, by NODE_OPTIONS and by --require',
    nodeArgs: () => ['--require', preloadFile],
    options: () => `--require ${copy}`,
    lines: ['FL_ALREADY_LOADED', 'FL_STARTED'],
  },
];

for (const { name, binary } of [runtimes().at(0)!, runtimes().at(-1)!]) {
  // Without a second copy one Node.js is enough.
  for (const { title, nodeArgs, options, lines } of cases.filter(
    (each) => each.lines.length > 1 || binary === runtimes()[0]!.binary,
  )) {
    test(
      `${name}: loaded twice, ${title}: ${lines.join(' and ')}, once for the tree, and nothing is done ` + `twice`,
      async () => {
        const result = await runApp({
          fixture: 'neighbours/tree.cjs',
          args: ['worker,fork'],
          node: binary,
          preload: 'none',
          nodeArgs: nodeArgs?.(),
          env: options && { NODE_OPTIONS: options() },
        });
        explain(result, ({ code, out, err, spans }) => {
          assert.equal(code, 0);
          assert.deepEqual(err.map((line) => line.code as string).sort(), lines);
          assert.equal(out.filter(({ message }) => message === 'request completed').length, 3);
          assert.equal(spans.filter(({ kind }) => kind === 'SERVER').length, 3);
          assert.equal(spans.filter(({ kind }) => kind === 'CLIENT').length, 3);
        });
      },
    );
  }
}
