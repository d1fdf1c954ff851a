import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemas, SCHEMAS, namesOf } from '../../lib/logger/schema';
import { collect, collectOutput } from './collected';

const IDS = { request_id: 'r1', trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', trace_flags: '01' };
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What a line says in each vendor's words, after its time. */
const expected = {
  otel: [{ level: 'warn', message: 'm', ...IDS }, ['name', 'message', 'stack', 'cause']],
  ecs: [{ 'log.level': 'warn', message: 'm', 'http.request.id': 'r1', 'trace.id': IDS.trace_id, 'span.id': IDS.span_id, 'ecs.version': '8.11.0' }, ['type', 'message', 'stack_trace', 'cause']],
  gcp: [{ severity: 'WARNING', message: 'm', request_id: 'r1', 'logging.googleapis.com/trace': IDS.trace_id, 'logging.googleapis.com/spanId': IDS.span_id, 'logging.googleapis.com/trace_sampled': true }, ['name', 'message', 'stack', 'cause']],
  datadog: [{ status: 'warn', message: 'm', 'http.request_id': 'r1', 'dd.trace_id': '9532127138774266268', 'dd.span_id': '13235353014750950193' }, ['kind', 'message', 'stack', 'cause']],
} as const;
const times = { otel: 'timestamp', ecs: '@timestamp', gcp: 'time', datadog: 'timestamp' };

for (const schema of SCHEMAS) {
  test(`schema: ${schema}, by the quick way and the long one`, () => {
    const { logger, lines } = collect({ schema }, IDS);
    logger.warn('m', { a: 1 });
    logger.warn('%s', 'm', { a: 1 });
    for (const { [times[schema]]: time, ...line } of lines()) {
      assert.match(time as string, TIME);
      assert.deepEqual(line, { ...expected[schema][0], a: 1 });
    }
  });

  test(`schema: ${schema} names the parts of an error and of its causes`, () => {
    const { logger, lines } = collect({ schema });
    logger.error('m', { err: new TypeError('boom', { cause: new Error('why') }) });
    const { error } = lines()[0]!;
    assert.deepEqual(Object.keys(error as object), expected[schema][1]);
    assert.deepEqual(Object.keys(error.cause as object), expected[schema][1].slice(0, 3));
  });

  test(`schema: ${schema} keeps its names from the app, whose fields are renamed`, () => {
    const { logger, lines } = collect({ schema }, IDS);
    const names = namesOf(schemas[schema]).filter((name) => name !== 'message' && name !== 'level');
    logger.warn('m', Object.fromEntries(names.map((name) => [name, 'mine'])));
    for (const name of names) assert.deepEqual([lines()[0]![`app_${name}`], lines()[0]![name] === 'mine'], ['mine', false], name);
  });
}

test('schema: every level has a severity that Google knows', () => {
  const { logger, lines } = collect({ schema: 'gcp' });
  for (const level of Object.keys(logger.levels)) logger.log(level, 'm');
  assert.deepEqual(lines().map(({ severity }) => severity as string), ['ERROR', 'WARNING', 'INFO', 'DEBUG', 'DEBUG', 'DEBUG', 'DEBUG']);
});

test('schema: IDs that are no numbers stay what they are, and the console format is nobody’s', () => {
  const { logger, lines } = collect({ schema: 'datadog' }, { trace_id: 'odd', span_id: '' });
  logger.info('m');
  assert.deepEqual([lines()[0]!['dd.trace_id'], lines()[0]!['dd.span_id']], ['odd', '']);
  const output = collectOutput();
  collect({ schema: 'gcp', format: 'console', output }).logger.info('m');
  assert.match(output.written[0]!.line, /INFO/);
});
