import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp, temporaryFolder } from '../support';

const GROUPS = `
console.log('before'); console.group('first', { a: 1 }); console.log('two\\nlines'); console.table([{ a: 1 }]);
console.dir({ x: 1 }); console.groupCollapsed('second'); console.info('deep'); console.groupEnd(); console.count();
console.groupEnd(); console.log('after'); console.groupEnd(); console.log('again');`;
const COLOURS = `
console.log('\\u001b[31mred\\u001b[39m text'); console.error('\\u001b[1mbold\\u001b[22m', { a: 1 });
console.log('\\u001b]8;;http://h/\\u0007link\\u001b]8;;\\u0007');`;

/** The app as a file. */
function fileOf(app: string): string {
  const file = join(temporaryFolder(), 'app.cjs');
  writeFileSync(file, app);
  return file;
}

onEachRuntime(({ binary: node }) => {
  test('console.group: what is printed within is indented as Node does it', async () => {
    const fixture = fileOf(GROUPS);
    const [bare, ours] = await Promise.all([
      runApp({ fixture, node, preload: 'none', collector: false }),
      runApp({ fixture, node, collector: false }),
    ]);
    explain(ours, ({ out }) => {
      assert.equal(out.map(({ message }) => `${String(message)}\n`).join(''), bare.stdout);
    });
  });

  test('a message with colours, or of several lines, is one line of JSON without them', async () => {
    explain(await runApp({ fixture: fileOf(COLOURS), node }), ({ out, err, logs }) => {
      const expected = ['red text', 'link', 'bold { a: 1 }'];
      const messages = [...out, ...err.filter(({ level }) => level === 'error')].map(
        ({ message }) => message as unknown,
      );
      assert.deepEqual(messages, expected);
      assert.deepEqual(logs.map(({ body }) => body).sort(), [...expected].sort());
    });
  });
});
