import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp, temporaryFolder } from '../support';

onEachRuntime(({ binary }) => {
  test('pino with transports in threads: lines are JSON with IDs where they go to a stream, and in files', async () => {
    const file = join(temporaryFolder(), 'app.log');
    const result = await runApp({ fixture: 'loggers/pino-transports.cjs', node: binary, env: { FILE: file } });
    explain(result, ({ code, out, err, stdout, stderr, logs }) => {
      assert.equal(code, 0);
      assert.equal(
        stdout.split('\n').filter(Boolean).length + stderr.split('\n').filter(Boolean).length,
        out.length + err.length,
        'each line is JSON',
      );
      for (const [lines, message] of [
        [out, 'in a thread'],
        [err, 'in a thread alone'],
      ] as const) {
        assert.deepEqual(
          lines.filter(({ msg }) => msg === message).map(({ request_id, trace_id }) => [request_id, typeof trace_id]),
          [['req-1', 'string']],
        );
        assert.equal(logs.filter(({ body }) => body === message).length, 1);
      }
      assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { request_id: string }).request_id, 'req-1');
    });
  });

  for (const place of ['stream', 'thread']) {
    test(`pino-http-print (${place}): its lines of requests are JSON with IDs`, async () => {
      const result = await runApp({ fixture: 'loggers/pino-http-print.cjs', node: binary, args: [place] });
      explain(result, ({ out, stdout, logs }) => {
        assert.equal(stdout.split('\n').filter(Boolean).length, out.length, 'each line is JSON');
        const printed = out.filter(({ msg }) => msg !== undefined);
        assert.deepEqual(
          printed.map(({ msg, request_id: id, level }) => [msg, id, level] as unknown),
          [['request completed', 'req-1', 30]],
        );
        const records = logs.filter(({ body, attributes }) => body === 'request completed' && 'req' in attributes);
        assert.deepEqual(
          records.map(({ severityText }) => severityText),
          ['info'],
        );
      });
    });
  }

  for (const fixture of ['loggers/pino-http.cjs', 'loggers/pino-http.mjs']) {
    test(`${fixture}: pino-pretty gives way to JSON, and prints for people with LOG_FORMAT=console`, async () => {
      const [json, text] = await Promise.all([
        runApp({ fixture, node: binary }),
        runApp({ fixture, node: binary, env: { LOG_FORMAT: 'console' } }),
      ]);
      explain(json, ({ out, stdout, logs }) => {
        assert.equal(stdout.split('\n').filter(Boolean).length, out.length, 'each line is JSON');
        for (const message of ['from the request', 'request completed']) {
          assert.deepEqual(
            out.filter(({ msg }) => msg === message).map(({ request_id }) => request_id as string),
            ['req-1'],
          );
          assert.equal(logs.filter(({ body, attributes }) => body === message && 'req' in attributes).length, 1);
        }
      });
      explain(text, ({ stdout, logs }) => {
        assert.match(stdout, /INFO \(\d+\): from the request\n/);
        assert.match(stdout, /request_id: "req-1"/);
        assert.equal(logs.filter(({ body }) => body === 'from the request').length, 1);
      });
    });
  }
});
