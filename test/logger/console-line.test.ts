import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { consoleLine } from '../../lib/logger/line/console-line';
import { cutStacks } from '../../lib/logger/line/stack-cut';
import { wantsColour, type ColourFacts } from '../../lib/config';
import { STREAM } from '../../lib/logger';
import { collect } from './collected';

const withoutTime = (line: string) => line.replace(/\d\d:\d\d:\d\d\.\d{3} (?: {6}| *\+\d+ms)/, 'TIME');

test('console format: messages start in one column, fields follow, request IDs are short', () => {
  const { logger, output } = collect({ format: 'console' }, { request_id: '0123456789abcdef', trace_id: 'hidden' });
  logger.info('started', { port: 80, text: 'two words', nested: { a: [1] }, empty: '' });
  logger.verbose('more');
  assert.deepEqual(
    output.written.map(({ line }) => withoutTime(line)),
    [
      'TIME INFO    [01234567] started port=80 text="two words" nested={"a":[1]} empty=""',
      'TIME VERBOSE [01234567] more',
    ],
  );
});

test('console format: an error stands below its line, indented, with its causes', () => {
  const { logger, output } = collect({ format: 'console' });
  const error = Object.assign(new TypeError('boom', { cause: new Error('why') }), { code: 'E_BOOM' });
  error.stack = 'TypeError: boom\n    at app.js:1';
  (error.cause as Error).stack = 'Error: why\n    at app.js:2';
  logger.error('failed', { error });
  logger.error({ message: new AggregateError(['one'], 'many') });
  assert.equal(
    withoutTime(output.written[0]!.line),
    [
      'TIME ERROR   failed',
      '    TypeError: boom',
      '        at app.js:1',
      '    code=E_BOOM',
      '    caused by: Error: why',
      '          at app.js:2',
    ].join('\n'),
  );
  assert.match(output.written[1]!.line, /\n {4}caused by: one$/);
});

test('console format: colours by level, per stream', () => {
  const { logger, output } = collect({ format: 'console', colour: { stdout: true, stderr: false } });
  logger.warn('m', { a: 1 });
  logger.warn('m', { a: 1, [STREAM]: 'stderr' });
  assert.equal(
    withoutTime(output.written[0]!.line),
    '\u001b[2mTIME\u001b[0m \u001b[33mWARN   \u001b[0m m \u001b[2ma=\u001b[0m1',
  );
  assert.equal(withoutTime(output.written[1]!.line), 'TIME WARN    m a=1');
});

const times: [ms: number, text: string][] = [
  [0, '  +0ms'],
  [999, '+999ms'],
  [1_000, ' +1.0s'],
  [59_940, '+59.9s'],
  [60_000, '   +1m'],
  [3_600_000, '   +1h'],
  [-5, '  +0ms'],
];
for (const [ms, text] of times) {
  test(`console format: ${ms} ms after the line before`, () => {
    const line = consoleLine(
      {
        time: 1_700_000_000_000 + ms,
        level: 'info',
        message: 'm',
        ids: {},
        fields: {},
        stream: 'stdout',
        isLocal: false,
      },
      false,
      1_700_000_000_000,
    );
    assert.match(line, /^\d\d:\d\d:\d\d\.\d{3} /);
    assert.equal(line.slice(13), `${text} INFO    m`);
  });
}

test('console format: the time since the line before, on any stream', () => {
  const { logger, output } = collect({ format: 'console' });
  logger.info('first');
  logger.error('second', { [STREAM]: 'stderr' });
  assert.match(output.written[0]!.line, /^\S+ {8}INFO/);
  assert.match(output.written[1]!.line, /^\S+ +\+\d+ms ERROR/);
});

const app = '    at handle (/srv/shop/orders.js:3:7)';
const foreign = [
  '    at Layer.handle (/srv/shop/node_modules/router/lib/layer.js:152:17)',
  '    at node:internal/process/task_queues:95:5',
  '    at async Promise.all (node:internal/x:1:1)',
  `    at Object.write (${join(__dirname, '../../lib/logger/line')}/format.ts:1:1)`,
];
const stacks: [name: string, given: string[], expected: string[]][] = [
  ['frames of Node and of packages are counted', ['Error: a', app, ...foreign], ['Error: a', app, '    … 4 more']],
  ['a stack that has no others stays', ['Error: a', ...foreign], ['Error: a', ...foreign]],
  ['one of the app alone stays', ['Error: a', app], ['Error: a', app]],
  [
    'each stack of a text for itself',
    ['Error: a', app, foreign[0]!, '  [cause]: Error: b', app, foreign[1]!, '}'],
    ['Error: a', app, '    … 1 more', '  [cause]: Error: b', app, '    … 1 more', '}'],
  ],
  ['a text without stacks stays', ['two', 'lines'], ['two', 'lines']],
];
for (const [name, given, expected] of stacks)
  test(`console format: ${name}`, () => assert.deepEqual(cutStacks(given.join('\n')).split('\n'), expected));

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
