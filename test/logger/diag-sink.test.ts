import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../support';
import { createDiagSink, createOtlpTransport, LOCAL } from '../../lib/logger';
import { collect } from './collected';

test('diag: what OpenTelemetry says goes to stderr, at its level', () => {
  const { logger, output, lines } = collect();
  const sink = createDiagSink(logger);
  sink.error('failed', { code: 14 });
  sink.warn('w');
  sink.info('i');
  sink.debug('d');
  sink.verbose('v');
  assert.deepEqual(
    lines().map(({ level, message }) => [level, message]),
    [
      ['error', 'failed { code: 14 }'],
      ['warn', 'w'],
      ['info', 'i'],
      ['debug', 'd'],
      ['silly', 'v'],
    ],
  );
  assert.ok(output.written.every(({ stream }) => stream === 'stderr'));
});

test('diag: a message caused by sending a line is written, and sends nothing itself', () => {
  const { logger, lines } = collect();
  const sink = createDiagSink(logger);
  const transport = createOtlpTransport();
  const { log } = transport;
  transport.log = (info: Record<symbol, unknown>, next: () => void) => {
    if (info[LOCAL] !== true) sink.error('again');
    log!.call(transport, info, next);
  };
  logger.add(transport);
  sink.error('once');
  logger.info('a line of the app');
  assert.deepEqual(
    lines().map(({ message }) => message as string),
    ['once', 'a line of the app', 'again'],
  );
});

test('diag: with a level of its own, the level of the lines does not count', () => {
  const { logger, lines } = collect();
  logger.level = 'error';
  createDiagSink(logger).debug('unasked');
  createDiagSink(logger, { isAsked: true }).debug('asked');
  assert.deepEqual(
    lines().map(({ level, message }) => [level, message]),
    [['debug', 'asked']],
  );
});

test('diag: what cannot be shown does not throw', () => {
  const { logger, lines } = collect();
  createDiagSink(logger).error('odd', {
    [Symbol.for('nodejs.util.inspect.custom')]() {
      throw new Error('no');
    },
  });
  createDiagSink(logger).error('next');
  assert.equal(lines().at(-1)!['message'], 'next');
});

test('diag: the same message is one line, then one with the number of repeats', async () => {
  const { logger, lines } = collect();
  const sink = createDiagSink(logger, { intervalMs: 20 });
  for (let i = 0; i < 5; i++) sink.warn('invalid attribute', { key: 'db.sql.table' });
  sink.error('invalid attribute', { key: 'db.sql.table' });
  sink.warn('another');
  assert.deepEqual(
    lines().map(({ level, message }) => `${level as string} ${message as string}`),
    [
      "warn invalid attribute { key: 'db.sql.table' }",
      "error invalid attribute { key: 'db.sql.table' }",
      'warn another',
    ],
  );
  await until(() => lines().some(({ repeated }) => repeated === 4), 'the line with the number of repeats');
  assert.equal(lines().filter(({ repeated }) => repeated !== undefined).length, 1);
});
