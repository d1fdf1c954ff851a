import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '../../lib/logger/logger';
import { parseLevels } from '../../lib/logger/levels/level-file';
import { Sampling } from '../../lib/logger/levels/sampling';
import { createLoggerLevels } from '../../lib/logger/levels/logger-levels';

const collect = () => {
  const lines: { level: string; message: string }[] = [];
  const output = {
    write: (_stream: string, line: string) => void lines.push(JSON.parse(line) as never),
    flush() {},
    drain() {},
    settle() {},
    close() {},
    dropped: 0,
  };
  return { lines, logger: createLogger({ format: 'json', ids: () => ({}), level: 'info', output }) };
};

test('sampling: the kept and the reported lines add up', () => {
  const told = new Map<string, number>();
  const sampling = new Sampling(3, (_level, message, omitted) => told.set(message, (told.get(message) ?? 0) + omitted));
  let kept = 0;
  const total = 20_000;
  for (let index = 0; index < total; index += 1)
    if (
      sampling.admits('info', `${String.fromCodePoint(97 + (index % 26))}${'x'.repeat(Math.floor(index / 26) % 100)}`)
    )
      kept += 1;
  sampling.flush();
  assert.equal(kept + [...told.values()].reduce((sum, each) => sum + each, 0), total);
  assert.ok(told.has(''), 'messages beyond the bound are counted as one');
  for (let index = 0; index < 100; index += 1)
    assert.ok(sampling.admits('error', 'same') && sampling.admits('warn', 'same'));
});

const parsed: [text: string, expected: unknown[], bad: number][] = [
  ['debug', [[undefined, 'debug', 600_000]], 0],
  [
    '  debug for 60s \n# a comment\n\ndb.*=silly for 2 h',
    [
      [undefined, 'debug', 60_000],
      ['db.*', 'silly', 7_200_000],
    ],
    0,
  ],
  ['loud\ndebug for ever\n=debug\ndb=debug for 5m', [['db', 'debug', 300_000]], 3],
];
for (const [text, expected, bad] of parsed) {
  test(`a level file: ${JSON.stringify(text)}`, () => {
    const unread: string[] = [];
    const levels = parseLevels(text, 0, {
      levelOf: (word) => (['debug', 'silly'].includes(word) ? word : undefined),
      onBadLine: (line) => unread.push(line),
    });
    assert.deepEqual(
      levels.map(({ name, level, until }) => [name, level, until]),
      expected,
    );
    assert.equal(unread.length, bad);
  });
}

test('an override goes back to what was before, and leaves alone what the app has changed meanwhile', () => {
  const { lines, logger } = collect();
  const { named, override } = createLoggerLevels(logger, [['quiet', 'warn']]);
  const write = () => {
    lines.length = 0;
    for (const each of [logger, named('quiet'), named('other')]) each.debug('debug').info('info').warn('warn');
    return lines.map(({ message }) => message).join(' ');
  };
  assert.equal(write(), 'info warn warn info warn');
  override([{ level: 'debug' }]);
  assert.equal(write(), 'debug info warn debug info warn debug info warn');
  override([{ name: 'oth*', level: 'debug' }]);
  assert.equal(write(), 'info warn warn debug info warn');
  override([{ level: 'silent' }]);
  assert.equal(write(), '');
  override([]);
  assert.equal(write(), 'info warn warn info warn');
  override([{ level: 'debug' }]);
  logger.level = 'warn';
  override([]);
  assert.equal(write(), 'warn warn warn');
});

test('what is configured anew holds at once, and after an override', () => {
  const { lines, logger } = collect();
  const { named, override, configure } = createLoggerLevels(logger, [['quiet', 'warn']]);
  const write = () => {
    lines.length = 0;
    for (const each of [logger, named('quiet'), named('other')]) each.debug('debug').info('info').warn('warn');
    return lines.map(({ message }) => message).join(' ');
  };
  assert.equal(write(), 'info warn warn info warn');
  configure('debug', [['other', 'warn']]);
  assert.equal(write(), 'debug info warn debug info warn warn');
  override([{ level: 'silent' }]);
  configure('warn', []);
  assert.equal(write(), '');
  override([]);
  assert.equal(write(), 'warn warn warn');
  configure('silent', []);
  assert.equal(write(), '');
  configure('info', [['quiet', 'warn']]);
  assert.equal(write(), 'info warn warn info warn');
});
