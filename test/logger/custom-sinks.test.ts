// A logger whose sink is the app's own `console.log` gives one line and one record for a call, at the logger's level.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp, type RunResult } from '../support';

/** What each one's sink leaves of a message. */
const sinks: Record<string, (message: string) => string> = {
  'winston transport': (message) => `${message.slice(0, 4)}: ${message.replace('4111', 'XXXX')}`,
  'winston stream': (message) => message,
  'pino json': (message) => message,
  'pino text': (message) => message,
  bunyan: (message) => message,
  log4js: (message) => message,
  consola: (message) => message,
};

const recordsOf = (logs: RunResult['logs']): unknown[] =>
  logs.sort((one, other) => Number(one.timeNs - other.timeNs)).map(({ severityText, body }) => [severityText, body]);

onEachRuntime(({ binary }) => {
  for (const [name, shown] of Object.entries(sinks)) {
    test(`${name} to console.log: one line and one record a call, at its level, as the sink has left it`, async () => {
      const result = await runApp({ fixture: 'loggers/custom-sinks.cjs', args: [name], node: binary });
      explain(result, ({ code, out, stdout, stderr, logs }) => {
        assert.equal(code, 0, stderr);
        assert.equal(stdout.split('\n').filter(Boolean).length, out.length, 'each line is JSON');
        const expected = [
          ['info', shown('info by 4111')],
          ['warn', shown('warn by 4111')],
          ['info', 'by the app'],
        ];
        const levels: Record<string, string> = { 30: 'info', 40: 'warn' };
        assert.deepEqual(
          out.map(({ level, message, msg }) => [levels[String(level)] ?? level, message ?? msg] as unknown),
          expected,
        );
        assert.deepEqual(recordsOf(logs), expected);
      });
    });
  }

  for (const name of ['winston', 'pino', 'bunyan']) {
    test(`${name} to the network: what the sink prints of its own is a line of the app's, and the call keeps its record`, async () => {
      const result = await runApp({ fixture: 'loggers/network-sinks.cjs', args: [name], node: binary });
      explain(result, ({ out, logs }) => {
        const post = ['info', 'POST https://logs.example/ingest'];
        const app = ['info', 'by the app'];
        assert.deepEqual(
          out.map(({ level, message }) => [level, message]),
          [post, post, app],
        );
        assert.deepEqual(
          recordsOf(logs).sort(),
          [app, ['info', 'info by 4111'], post, post, ['warn', 'warn by 4111']].sort(),
        );
      });
    });
  }
});
