import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STREAM, wantsColour, type ColourFacts } from '../../lib/logger';
import { collect } from './collected';

const withoutTime = (line: string) => line.replace(/\d\d:\d\d:\d\d\.\d{3}/, 'TIME');

test('console format: messages start in one column, fields follow, request IDs are short', () => {
  const { logger, output } = collect({ format: 'console' }, { request_id: '0123456789abcdef', trace_id: 'hidden' });
  logger.info('started', { port: 80, text: 'two words', nested: { a: [1] }, empty: '' });
  logger.verbose('more');
  assert.deepEqual(output.written.map(({ line }) => withoutTime(line)), [
    'TIME INFO    [01234567] started port=80 text="two words" nested={"a":[1]} empty=""',
    'TIME VERBOSE [01234567] more',
  ]);
});

test('console format: an error stands below its line, indented, with its causes', () => {
  const { logger, output } = collect({ format: 'console' });
  const error = Object.assign(new TypeError('boom', { cause: new Error('why') }), { code: 'E_BOOM' });
  error.stack = 'TypeError: boom\n    at app.js:1';
  (error.cause as Error).stack = 'Error: why\n    at app.js:2';
  logger.error('failed', { error });
  logger.error({ message: new AggregateError(['one'], 'many') });
  assert.equal(withoutTime(output.written[0]!.line), [
    'TIME ERROR   failed', '    TypeError: boom', '        at app.js:1', '    code=E_BOOM', '    caused by: Error: why', '          at app.js:2',
  ].join('\n'));
  assert.match(output.written[1]!.line, /\n {4}caused by: one$/);
});

test('console format: colours by level, per stream', () => {
  const { logger, output } = collect({ format: 'console', colour: { stdout: true, stderr: false } });
  logger.warn('m', { a: 1 });
  logger.warn('m', { a: 1, [STREAM]: 'stderr' });
  assert.equal(withoutTime(output.written[0]!.line), '\u001b[2mTIME\u001b[0m \u001b[33mWARN   \u001b[0m m \u001b[2ma=\u001b[0m1');
  assert.equal(withoutTime(output.written[1]!.line), 'TIME WARN    m a=1');
});

const colours: [facts: ColourFacts, expected: boolean][] = [
  [{ isTTY: true }, true],
  [{ isTTY: false }, false],
  [{ isTTY: true, term: 'dumb' }, false],
  [{ isTTY: true, noColor: '1' }, false],
  [{ isTTY: true, noColor: '' }, true],
  [{ isTTY: false, forceColor: '1' }, true],
  [{ isTTY: false, forceColor: '' }, true],
  [{ isTTY: true, forceColor: '0' }, false],
  [{ isTTY: false, forceColor: '1', noColor: '1' }, true],
];

for (const [facts, expected] of colours) {
  test(`colours: ${JSON.stringify(facts)} -> ${expected}`, () => assert.equal(wantsColour(facts), expected));
}
