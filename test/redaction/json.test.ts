// Secrets in lines that loggers of the app write as JSON.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { hideInJson } from '../../lib/redaction';
import { createSerializeState, serialize } from '../../lib/logger/line/serialize';
import { createRedaction } from '../../lib/redaction';
import { explain, runApp } from '../support';

const cases: [name: string, redact: string[], text: string, expected: string][] = [
  ['nothing to hide', [], '{"a": 1.0, "b":12345678901234567890 }', '{"a": 1.0, "b":12345678901234567890 }'],
  ['a text', [], '{"a":1.0,"token":"x","b":[]}', '{"a":1.0,"token":"[redacted]","b":[]}'],
  [
    'a number, an object, a list',
    [],
    '{"secret":5 , "jwt":{"a":{"b":[1]}},"cookie":["a","b"]}',
    '{"secret":"[redacted]" , "jwt":"[redacted]","cookie":"[redacted]"}',
  ],
  [
    'not yes, no and nothing',
    [],
    '{"password":true,"token":null,"secret":false}',
    '{"password":true,"token":null,"secret":false}',
  ],
  [
    'at any depth, in lists',
    [],
    '{"a":[{"b":{"api_key":"x"}},{"apiKey":"y"}]}',
    '{"a":[{"b":{"api_key":"[redacted]"}},{"apiKey":"[redacted]"}]}',
  ],
  ['a name that is written in another way', [], '{"to\\u006ben":"x"}', '{"to\\u006ben":"[redacted]"}'],
  [
    'braces and quotes in texts',
    [],
    '{"a":"}\\"{token\\":","token":"\\"}x"}',
    '{"a":"}\\"{token\\":","token":"[redacted]"}',
  ],
  ['a value that reads like a name', [], '{"a":"token","b":"x"}', '{"a":"token","b":"x"}'],
  ['a name of the app’s', ['email'], '{"user":{"EMail":"x"}}', '{"user":{"EMail":"[redacted]"}}'],
  [
    'a path',
    ['user.*.street', 'list.1'],
    '{"user":{"home":{"street":"x","no":1}},"street":"y","list":["a","b","c"]}',
    '{"user":{"home":{"street":"[redacted]","no":1}},"street":"y","list":["a","[redacted]","c"]}',
  ],
  ['the password in a URL', [], '{"url":"redis://:pw@db:6379/0"}', '{"url":"redis://:[redacted]@db:6379/0"}'],
  ['empty objects and lists', ['a.b'], '{"a":{},"b":[],"token":{}}', '{"a":{},"b":[],"token":"[redacted]"}'],
];
for (const [name, redact, text, expected] of cases)
  test(`secrets in text: ${name}`, () => assert.equal(hideInJson(text, createRedaction(redact)), expected));

test('what is not JSON after all comes back, and ends', () => {
  for (const text of ['{"token":', '{"token":"x', '{]}"', '{"token" "x"}', '}{', '{\\"token":1}'])
    assert.equal(typeof hideInJson(text, createRedaction(['a.b'])), 'string');
});

test('ten million characters are no matter', () => {
  const long = 'x\\n'.repeat(3_000_000);
  assert.equal(
    hideInJson(`{"a":"${long}","token":"${long}"}`, createRedaction()),
    `{"a":"${long}","token":"[redacted]"}`,
  );
});

test('what is left is what firstlight’s own lines would say, for any object', () => {
  const redaction = createRedaction(['email', 'a.*.b', '**.c']);
  const name = fc.constantFrom('a', 'b', 'c', 'token', 'email', 'x"y', '{', 'é\\');
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(name, tie('any'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).any;
  fc.assert(
    fc.property(
      fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }),
      fc.constantFrom(undefined, 2),
      (object, space) => {
        const hidden = JSON.parse(hideInJson(JSON.stringify(object, undefined, space), redaction)) as object;
        assert.deepEqual(hidden, JSON.parse(JSON.stringify(serialize(object, createSerializeState(redaction)))));
      },
    ),
  );
});

const SECRET = 'c2VjcmV0';
for (const writer of ['pino', 'bunyan', 'winston', 'raw']) {
  test(`${writer}: no secret on stdout, none over OTLP, and the rest as it was`, async () => {
    const result = await runApp({
      fixture: 'loggers/secrets.cjs',
      args: [writer],
      env: writer === 'raw' ? { FIRSTLIGHT_CAPTURE: 'all' } : {},
    });
    explain(result, ({ code, stdout, out, logs }) => {
      assert.equal(code, 0);
      const [line] = out.filter((each) => [each['msg'], each.message].includes('said'));
      assert.deepEqual(
        [line?.['user'], line?.['count'], line?.['token'], line?.['nested']],
        ['ada', 1, '[redacted]', { apiKey: '[redacted]', list: [{ password: '[redacted]' }] }],
      );
      const record = logs.find(({ body }) => body === 'said');
      assert.equal(record?.attributes['user'], 'ada');
      assert.ok(!(stdout + inspect(logs, { depth: null })).includes(SECRET));
    });
  });
}
