import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp, startApp, temporaryFolder } from '../support';
import { runCli } from '../bin/cli';

const fixture = 'preload/levels.cjs';
const ours = /^(item|an error|by console)/;

onEachRuntime(({ binary }) => {
  test('FIRSTLIGHT_LOG_LEVELS: each named logger has its own level, the first that fits', async () => {
    const env = {
      FIRSTLIGHT_LOG_LEVELS: 'db.*=debug,http=WARNING,off=silent,*=info',
      FIRSTLIGHT_LOG_SAMPLE: '1000000',
    };
    explain(await runApp({ fixture, node: binary, env }), ({ code, out, logs }) => {
      assert.equal(code, 0);
      const lines = out.filter(({ message }) => !ours.test(message as string) && message !== 'firstlight started');
      const expected = [
        ['pool debug', 'debug', 'db.pool'],
        ['pool child', 'debug', 'db.pool'],
        ['http warn', 'warn', 'http'],
        ['other info', 'info', 'other'],
      ];
      assert.deepEqual(
        lines.map(({ message, level, logger }) => [message, level, logger]),
        expected,
      );
      // Batches go by what is missed most, so their order is not that of the lines.
      const sent = logs
        .filter(({ body }) => expected.some(([message]) => message === body))
        .map(({ body, severityText }) => `${String(body)}: ${severityText}`);
      assert.deepEqual(sent.sort(), expected.map(([message, level]) => `${message}: ${level}`).sort());
      assert.equal(
        out.filter(({ message }) => ours.test(message as string)).length,
        3000,
        'nothing is left out below the limit',
      );
    });
  });

  test('FIRSTLIGHT_LOG_SAMPLE: written and left out add up exactly, errors are all there', async () => {
    explain(
      await runApp({ fixture, node: binary, env: { FIRSTLIGHT_LOG_SAMPLE: '20' } }),
      ({ code, out, err, logs }) => {
        assert.equal(code, 0);
        assert.equal(out.filter(({ message }) => message === 'an error').length, 1000);
        for (const [pattern, kind] of [
          [/^item /, 'item'],
          [/^by console/, 'by console'],
        ] as const) {
          const kept = out.filter(({ message }) => pattern.test(message as string)).length;
          const told = err.filter(({ code: each, of }) => each === 'FL_LOG_SAMPLED' && String(of).startsWith(kind));
          assert.ok(kept >= 20 && kept < 1000, `${kept} kept`);
          assert.equal(kept + told.reduce((sum, { omitted }) => sum + Number(omitted), 0), 1000, kind);
          assert.equal(logs.filter(({ body }) => pattern.test(String(body))).length, kept, 'as many log records');
          assert.equal(
            logs.filter(
              ({ attributes }) => attributes['code'] === 'FL_LOG_SAMPLED' && String(attributes['of']).startsWith(kind),
            ).length,
            told.length,
          );
        }
      },
    );
  });

  test('firstlight log-level: a running process gets more verbose for a while', async () => {
    const folder = temporaryFolder();
    const env = { FIRSTLIGHT_LOG_LEVEL_FILE: join(folder, '{pid}.level') };
    const app = await startApp({ fixture, node: binary, args: ['wait'], env });
    const seen = await runCli(['log-level', String(app.child.pid), 'debug', '--for', '3s']);
    assert.deepEqual([seen.code, seen.stderr], [0, '']);
    assert.equal(readFileSync(join(folder, `${app.child.pid}.level`), 'utf8'), 'debug for 3s\n');
    for (const text of ['"FL_LOG_LEVEL"', 'root debug', 'pool debug', 'console debug'])
      await app.waitForLine((line) => line.includes(text));
    await app.waitForLine((line) => line.includes('"levels":[]'));
    explain(await app.stop(), ({ code, out, err }) => {
      assert.equal(code, 0, 'the file keeps no process');
      const [raised, back] = err.filter((line) => line.code === 'FL_LOG_LEVEL');
      const until = Date.parse((raised!.levels as { until: string }[])[0]!.until);
      const last = Math.max(
        ...out.filter(({ level }) => level === 'debug').map(({ timestamp }) => Date.parse(timestamp as string)),
      );
      assert.ok(last <= Date.parse(back!.timestamp as string) && last >= until - 2_000, 'until its end');
    });
  });

  test('a level file for one logger, a bad line in it, and its end', async () => {
    const folder = temporaryFolder({ level: 'loud\ndb.*=silly for 1h\n' });
    const app = await startApp({
      fixture,
      node: binary,
      args: ['wait'],
      env: { FIRSTLIGHT_LOG_LEVEL_FILE: join(folder, 'level') },
    });
    await app.waitForLine((line) => line.includes('FL_LOG_LEVEL_FILE') && line.includes('"line":"loud"'));
    await app.waitForLine((line) => line.includes('pool debug'));
    explain(await app.stop(), ({ code, out }) => {
      assert.equal(code, 0);
      assert.ok(out.every(({ message }) => message !== 'root debug' && message !== 'console debug'));
    });
  });
});

test('without FIRSTLIGHT_LOG_LEVEL_FILE there is nothing to write to', async () => {
  const { code, stderr } = await runCli(['log-level', String(process.pid), 'debug']);
  assert.deepEqual([code, stderr.includes('FIRSTLIGHT_LOG_LEVEL_FILE')], [69, true]);
  assert.equal((await runCli(['log-level', '1', 'loud'])).code, 64);
});
