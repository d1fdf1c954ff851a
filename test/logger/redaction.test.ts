import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedaction } from '../../lib/redaction';
import { without } from './child';
import { collect } from './collected';

const HIDDEN = '[redacted]';

/** Names, and whether what they hold is hidden without being told. */
const names: Record<string, boolean> = {
  authorization: true,
  'Proxy-Authorization': true,
  cookie: true,
  'Set-Cookie': true,
  'X-API-Key': true,
  api_key: true,
  apiKey: true,
  password: true,
  dbPassword: true,
  PASSWD: true,
  secret: true,
  client_secret: true,
  clientSecret: true,
  token: true,
  access_token: true,
  refreshToken: true,
  'x-auth-token': true,
  private_key: true,
  secretAccessKey: true,
  credentials: true,
  passphrase: true,
  jwt: true,
  tokens: false,
  prompt_tokens: false,
  tokenizer: false,
  secretary: false,
  author: false,
  key: false,
  cookieCount: false,
  passwordless: false,
  user: false,
};

for (const [name, isHidden] of Object.entries(names)) {
  test(`redaction: ${name} is ${isHidden ? 'hidden' : 'shown'}`, () =>
    assert.equal(createRedaction().hidesKey(name), isHidden));
}

/** Patterns, fields, and what becomes of the fields. */
const cases: [name: string, redact: string[], meta: object, expected: object][] = [
  ['a field', [], { password: 'x', a: 1 }, { password: HIDDEN, a: 1 }],
  [
    'at any depth',
    [],
    { a: { headers: { Authorization: 'x', accept: 'y' } } },
    { a: { headers: { Authorization: HIDDEN, accept: 'y' } } },
  ],
  [
    'in lists, maps and sets',
    [],
    { list: [{ token: 'x' }], map: new Map([['token', 'x']]), set: new Set([{ token: 'x' }]) },
    { list: [{ token: HIDDEN }], map: { token: HIDDEN }, set: [{ token: HIDDEN }] },
  ],
  ['what toJSON tells', [], { a: { toJSON: () => ({ secret: 'x' }) } }, { a: { secret: HIDDEN } }],
  [
    'numbers and whole objects',
    [],
    { secret: 5, credentials: { user: 'x' }, cookie: ['x'] },
    { secret: HIDDEN, credentials: HIDDEN, cookie: HIDDEN },
  ],
  ['not yes, no and nothing', [], { password: true, token: null, secret: undefined }, { password: true, token: null }],
  ['a reserved name that is renamed', ['trace_id'], { trace_id: 'x' }, { app_trace_id: HIDDEN }],
  [
    'a name of the app’s, at any depth, in any case',
    ['Email'],
    { email: 'x', user: { EMAIL: 'x' } },
    { email: HIDDEN, user: { EMAIL: HIDDEN } },
  ],
  ['a glob of names', ['*_ssn'], { user: { us_ssn: 'x', ssn: 'y' } }, { user: { us_ssn: HIDDEN, ssn: 'y' } }],
  [
    'a path',
    ['user.name'],
    { user: { name: 'x', id: 1 }, name: 'y', a: { user: { name: 'z' } } },
    { user: { name: HIDDEN, id: 1 }, name: 'y', a: { user: { name: 'z' } } },
  ],
  [
    'a path with a star',
    ['users.*.name'],
    { users: [{ name: 'x' }, { name: 'y', deep: { name: 'z' } }] },
    { users: [{ name: HIDDEN }, { name: HIDDEN, deep: { name: 'z' } }] },
  ],
  [
    'a path with two stars',
    ['**.iban'],
    { iban: 'x', a: { b: { iban: 'y' } } },
    { iban: HIDDEN, a: { b: { iban: HIDDEN } } },
  ],
  [
    'a path through a name with dots',
    ['service.owner.*'],
    { 'service.owner': { mail: 'x' } },
    { 'service.owner': { mail: HIDDEN } },
  ],
];

for (const [name, redact, meta, expected] of cases) {
  test(`redaction: ${name}, however it is logged`, () => {
    const { logger, lines } = collect({ redact });
    logger.info('m', meta);
    logger.info('%s', 'm', meta);
    logger.info({ message: 'm', ...meta });
    logger.child(meta).info('m');
    for (const line of lines()) assert.deepEqual(without(line, 'level', 'message'), expected);
  });
}

test('redaction: properties of errors, and objects that are printed as JSON', () => {
  const { logger, output, lines } = collect();
  const error = Object.assign(new Error('failed', { cause: Object.assign(new Error('why'), { token: 'hush' }) }), {
    config: { authorization: 'hush', headers: { authorization: 'hush' } },
  });
  logger.error(error);
  logger.error('m', { err: error });
  logger.info('sent %j', { a: 1, password: 'hush' });
  assert.equal(
    output.written.some(({ line }) => line.includes('hush')),
    false,
  );
  // An error is shown two levels deep.
  assert.deepEqual(lines()[0]!['error'].config, { authorization: HIDDEN, headers: '[Object]' });
  assert.equal(lines()[2]!['message'], `sent {"a":1,"password":"${HIDDEN}"}`);
});

test('redaction: the console format, and the app’s objects', () => {
  const { logger, output } = collect({ format: 'console' });
  const meta = { user: { password: 'hush' } };
  logger.info('m', meta);
  assert.match(output.written[0]!.line, /\[redacted\]/);
  assert.equal(meta.user.password, 'hush');
});
