import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, onlySpan, runApp } from '../support';

onEachRuntime(({ binary }) => {
  test('an error in a worker reaches its parent as without firstlight, and is no crash line', async () => {
    const options = { fixture: 'preload/worker-error.cjs', node: binary };
    const [bare, result] = await Promise.all([
      runApp({ ...options, preload: 'none', collector: false }),
      runApp(options),
    ]);
    explain(result, ({ code, stdout, err }) => {
      assert.deepEqual({ code, stdout }, { code: bare.code, stdout: bare.stdout });
      assert.equal(err.filter((line) => line.code === 'FL_CRASH').length, 0);
    });
  });

  test('a worker traces and logs, and what it made is delivered', async () => {
    const result = await runApp({ fixture: 'preload/worker-server.cjs', node: binary });
    explain(result, ({ code, out, spans }) => {
      assert.equal(code, 0);
      for (const where of ['main', 'worker']) {
        const span = onlySpan(spans, ({ name }) => name === `span of ${where}`, `span of ${where}`);
        const lines = out.filter(({ message }) => message === `line of ${where}`);
        assert.deepEqual(
          lines.map(({ trace_id: id }) => id),
          [span.traceId],
        );
      }
    });
  });

  test('workers and children without the preload get what was sent to them, and nothing else', async () => {
    const options = { fixture: 'preload/workers-bare.cjs', node: binary };
    const [bare, result] = await Promise.all([
      runApp({ ...options, preload: 'none', collector: false }),
      runApp(options),
    ]);
    explain(result, ({ code, stdout }) => {
      assert.deepEqual(
        { code, lines: stdout.split('\n').sort() },
        { code: bare.code, lines: bare.stdout.split('\n').sort() },
      );
      assert.equal(stdout.match(/ got /g)!.length, 4);
    });
  });

  for (const preload of ['import', 'options'] as const) {
    test(`the start line is printed once per process tree (${preload})`, async () => {
      const result = await runApp({ fixture: 'preload/fork.cjs', node: binary, preload });
      explain(result, ({ code, stdout, err, out }) => {
        assert.equal(code, 0);
        assert.match(stdout, /parent ran[\s\S]*child ran/);
        assert.equal([...err, ...out].filter((line) => line.code === 'FL_STARTED').length, 1);
        assert.equal(err.filter((line) => line.code === 'FL_STARTED').length, 1, 'on stderr');
      });
    });
  }
});
