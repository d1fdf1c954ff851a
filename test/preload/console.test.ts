import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

onEachRuntime(({ binary }) => {
  test('every console method is one JSON line on its own stream, raw writes are untouched', async () => {
    const result = await runApp({ fixture: 'preload/console.cjs', node: binary, env: { LOG_LEVEL: 'debug' } });
    explain(result, ({ code, out, err, stdout, stderr, logs }) => {
      assert.equal(code, 0);
      const ours = (line: Record<string, unknown>) => typeof line.code === 'string' && line.code.startsWith('FL_');
      assert.deepEqual(
        out
          .filter((line) => !ours(line))
          .map(({ level, message }) => [level, message])
          .slice(0, 1),
        [['info', 'log text 42']],
      );
      assert.deepEqual(
        out.map(({ level }) => level),
        ['info', 'info', 'debug'],
      );
      assert.ok(JSON.stringify(out[1]).includes('deep'), 'objects are kept');

      const app = err.filter((line) => !ours(line));
      assert.deepEqual(
        app.map(({ level }) => level),
        ['warn', 'error', 'error', 'warn'],
      );
      assert.ok(
        JSON.stringify(app[1]).includes('not this type') && JSON.stringify(app[1]).includes('console.cjs'),
        'errors keep message and stack',
      );
      assert.ok(JSON.stringify(app[2]).includes('alone'), 'an error alone');
      assert.ok(
        JSON.stringify(app[3]).includes('take care') && JSON.stringify(app[3]).includes('APP001'),
        'process warnings are lines too',
      );

      assert.ok(stdout.includes('\nraw stdout\n') && stderr.includes('raw stderr\n'), 'raw writes');
      for (const line of [...out, ...app])
        assert.equal(logs.filter(({ body }) => body === line.message).length, 1, `'${line.message}' is exported once`);
      for (const line of out) assert.ok(!('request_id' in line), 'no request ID outside a request');
    });
  });

  test('FIRSTLIGHT_CAPTURE=none leaves the console as it is', async () => {
    const options = { fixture: 'preload/console.cjs', node: binary };
    const [bare, result] = await Promise.all([
      runApp({ ...options, preload: 'none', collector: false }),
      runApp({ ...options, env: { FIRSTLIGHT_CAPTURE: 'none' } }),
    ]);
    explain(result, ({ stdout, stderr }) => {
      assert.equal(stdout, bare.stdout);
      const errors = (text: string) => text.split('\n').filter((line) => /^(warn|error|raw)/.test(line));
      assert.deepEqual(errors(stderr), errors(bare.stderr));
    });
  });

  test('LOG_LEVEL=warn: quieter lines are neither printed nor exported, request lines apart', async () => {
    const result = await runApp({ fixture: 'preload/console.cjs', node: binary, env: { LOG_LEVEL: 'WARNING' } });
    explain(result, ({ out, err, logs }) => {
      assert.deepEqual(out, []);
      assert.ok(err.length >= 4);
      assert.ok(logs.every(({ body }) => !String(body).startsWith('log text')));
    });
  });

  test('LOG_FORMAT=console prints for people', async () => {
    const result = await runApp({ fixture: 'preload/console.cjs', node: binary, env: { LOG_FORMAT: 'console' } });
    explain(result, ({ out, stdout, stderr }) => {
      assert.deepEqual(out, []);
      assert.match(stdout, /log text 42/);
      assert.match(stderr, /not this type/);
    });
  });
});
