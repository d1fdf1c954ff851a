// No line is longer than FIRSTLIGHT_LOG_MAX_LINE_BYTES, and what was cut is reported.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, runApp } from '../support';
import { collect } from './collected';

const MAX = 4096;
const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, 'value']));
const chain = (depth: number): Error => new Error('x'.repeat(2_000), depth > 0 ? { cause: chain(depth - 1) } : {});

/** Calls, and what the line says of what is missing. */
const cases: [name: string, message: string, meta: object | undefined, told: RegExp][] = [
  ['a long message', 'x'.repeat(100_000), undefined, /\[\d+ characters cut\]/],
  ['a message of characters that are escaped', '\u0001'.repeat(50_000), undefined, /\[\d+ characters cut\]/],
  ['a message of characters of three bytes', '字'.repeat(3_000), undefined, /\[\d+ characters cut\]/],
  ['a long field beside a short one', 'm', { a: 1, text: '"'.repeat(50_000) }, /"a":1.*characters cut\]/],
  ['a long list', 'm', { list: Array.from({ length: 9_000 }, () => 'item') }, /"item","\[Line too long\]"\]/],
  ['many fields', 'm', wide, /"field0":"value".*"…":"\[Line too long\]"/],
  ['an object of many fields', 'm', { wide }, /"field0":"value".*\[Line too long\]/],
  ['an error of many causes', 'm', { error: chain(20) }, /characters cut\]|\[Line too long\]/],
  [
    'a message and a field',
    'x'.repeat(9_000),
    { a: 'y'.repeat(9_000), b: 2 },
    /characters cut\].*"a":"y.*characters cut\]/,
  ],
];
for (const format of ['json', 'console'] as const)
  for (const [name, message, meta, told] of cases) {
    test(`line limit, ${format}: ${name}`, () => {
      const { logger, output } = collect({ maxLineBytes: MAX, format });
      logger.info(message, meta);
      logger.log({ level: 'info', message, ...meta });
      for (const { line } of output.written) {
        assert.ok(Buffer.byteLength(line) <= MAX, String(Buffer.byteLength(line)));
        assert.ok(Buffer.byteLength(line) > MAX / 4, 'much of it is left');
        if (format === 'json') assert.match(line, told);
      }
    });
  }

test('line limit: a secret that the cut goes through stays hidden', () => {
  const { logger, output } = collect({ maxLineBytes: MAX });
  for (let length = 2_400; length < 3_200; length += 7)
    logger.info(
      `${'x'.repeat(length)} postgres://user:hush-5ecret-hush-5ecret-hush-5ecret@host/db ${'y'.repeat(90_000)}`,
    );
  assert.ok(output.written.length > 100 && !output.written.some(({ line }) => line.includes('hush')));
});

test('FIRSTLIGHT_LOG_MAX_LINE_BYTES bounds lines and log records; the default is 64 KiB', async () => {
  const fixture = 'logger/long-lines.cjs';
  const [short, otherwise] = await Promise.all([
    runApp({ fixture, env: { FIRSTLIGHT_LOG_MAX_LINE_BYTES: '2048' } }),
    runApp({ fixture }),
  ]);
  for (const [result, max] of [
    [short, 2048],
    [otherwise, 65_536],
  ] as const)
    explain(result, ({ code, stdout, stderr, out, logs }) => {
      assert.equal(code, 0);
      for (const line of `${stdout}${stderr}`.split('\n'))
        assert.ok(Buffer.byteLength(line) <= max, String(line.length));
      assert.match(String(out[0]!.message), /^x+… \[\d+ characters cut\]$/);
      const record = logs.find(({ body }) => String(body).startsWith('xxx'));
      assert.ok(String(record?.body).length <= max);
    });
});
