// What is left of texts with secrets in them: printed objects, JSON, settings, heads of messages, URLs with a password.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { createRedaction, hideInText } from '../../lib/redaction';

const plain = createRedaction();
const named = createRedaction(['pin']);
const HIDDEN = "'[redacted]'";

class Session {
  sessionToken = 'x';
  user = 'a';
}
class Db {
  #host = 'db.internal';
  password = 'x';
  [inspect.custom](): string {
    return `Db <${this.#host}>`;
  }
}
class Registry extends Map<string, unknown> {
  label = 'users';
}
const circle: Record<string, unknown> = { name: 'a', password: 'x' };
circle.self = circle;
const headers = new Headers({ authorization: 'Bearer x', cookie: 'a=x', accept: 'y' });
const form = new FormData();
form.append('password', 'x');
form.append('user', 'a');
const deep = { a: { b: { c: { d: { e: { f: { g: { token: 'x' } } } } } } } };

/** Values, and what is printed of them. */
const printed: [name: string, value: unknown, printed: string, depth?: null][] = [
  ['a field', { a: 1, password: 'x' }, `{ a: 1, password: ${HIDDEN} }`],
  [
    'any depth, lists and objects as values',
    { a: [{ token: { b: 1 } }], cookies: ['x'] },
    `{ a: [ { token: [Object] } ], cookies: ${HIDDEN} }`,
  ],
  ['an instance of a class', new Session(), `Session { sessionToken: ${HIDDEN}, user: 'a' }`],
  [
    'a Map, a Set',
    [new Map([['api-key', 'x']]), new Set([{ jwt: 'x' }])],
    `[ Map(1) { 'api-key' => ${HIDDEN} }, Set(1) { { jwt: ${HIDDEN} } } ]`,
  ],
  [
    'a Map of a class',
    new Registry([['a', { secret: 'x' }]]),
    `Registry(1) [Map] { 'a' => { secret: ${HIDDEN} }, label: 'users' }`,
  ],
  ['a frozen object', Object.freeze({ token: 'x' }), `{ token: ${HIDDEN} }`],
  [
    'no prototype',
    Object.assign(Object.create(null) as object, { secret: 'x', b: 1 }),
    `[Object: null prototype] { secret: ${HIDDEN}, b: 1 }`,
  ],
  ['a list with a hole', [{ token: 'x' }, , 1], `[ { token: ${HIDDEN} }, <1 empty item>, 1 ]`], // eslint-disable-line no-sparse-arrays
  ['an inspect function and a private field', { db: new Db(), step: 3 }, '{ db: Db <db.internal>, step: 3 }'],
  [
    'a Date, a Number',
    [Object.assign(new Date(0), { token: 'x' }), Object.assign(Object(5) as object, { token: 'x' })],
    `[ 1970-01-01T00:00:00.000Z { token: ${HIDDEN} }, [Number: 5] { token: ${HIDDEN} } ]`,
  ],
  [
    'values of other kinds',
    { token: 5, secret: new Date(0), jwt: Buffer.from('x'), pwd: Symbol('x'), passwd: 7n, b: 1 },
    `{\n  token: ${HIDDEN},\n  secret: ${HIDDEN},\n  jwt: ${HIDDEN},\n  pwd: ${HIDDEN},\n  passwd: ` +
      `${HIDDEN},\n  b: 1\n}`,
  ],
  ['a text of many lines', { token: 'a\nb'.repeat(30), z: 1 }, `{\n  token: ${HIDDEN},\n  z: 1\n}`],
  ['a text that Node cuts', { token: 'x'.repeat(20_000), z: 1 }, `{\n  token: ${HIDDEN},\n  z: 1\n}`],
  [
    'quotes',
    { token: 'it\'s "x"', a: 'it\'s `x` "token":', b: 1 },
    `{ token: \`[redacted]\`, a: 'it\\'s \`x\` "token":', b: 1 }`,
  ],
  [
    'symbols as keys',
    { [Symbol('kOutHeaders')]: { authorization: ['Authorization', 'x'] }, [Symbol('token')]: 'x' },
    `{\n  [Symbol(kOutHeaders)]: { authorization: ${HIDDEN} },\n  [Symbol(token)]: ${HIDDEN}\n}`,
  ],
  [
    'the head of a message',
    { head: 'GET / HTTP/1.1\r\nAuthorization: Bearer x\r\nHost: a\r\n\r\n' },
    "{\n  head: 'GET / HTTP/1.1\\r\\nAuthorization: [redacted]\\r\\nHost: a\\r\\n\\r\\n'\n}",
  ],
  [
    'a head on lines of its own',
    { head: `GET / HTTP/1.1\r\nAuthorization: Bearer x\r\nHost: ${'a'.repeat(60)}\r\n` },
    `{\n  head: 'GET / HTTP/1.1\\r\\n' +\n    'Authorization: [redacted]\\r\\n' +\n    'Host: ` +
      `${'a'.repeat(60)}\\r\\n'\n}`,
  ],
  ['Headers', headers, `Headers { authorization: ${HIDDEN}, cookie: ${HIDDEN}, accept: 'y' }`],
  ['pairs', [...headers].slice(1), `[ [ 'authorization', ${HIDDEN} ], [ 'cookie', ${HIDDEN} ] ]`],
  [
    'headers in a list',
    { rawHeaders: ['Host', 'a', 'Authorization', 'Bearer x1', 'Cookie', 'a=1'] },
    `{\n  rawHeaders: [ 'Host', 'a', 'Authorization', ${HIDDEN}, 'Cookie', ${HIDDEN} ]\n}`,
  ],
  [
    'names and values',
    [
      { name: 'password', value: 'x' },
      { key: 'api_key', value: 5 },
    ],
    `[ { name: 'password', value: ${HIDDEN} }, { key: 'api_key', value: ${HIDDEN} } ]`,
  ],
  ['FormData', form, `FormData { password: ${HIDDEN}, user: 'a' }`],
  ['URLSearchParams', new URLSearchParams('token=x&a=b'), `URLSearchParams { 'token' => ${HIDDEN}, 'a' => 'b' }`],
  [
    'below six levels',
    deep,
    `{\n  a: {\n    b: {\n      c: {\n        d: {\n          e: { f: { g: { token: ${HIDDEN} } } }\n        ` +
      `}\n      }\n    }\n  }\n}`,
    null,
  ],
  ['a circle', circle, `<ref *1> { name: 'a', password: ${HIDDEN}, self: [Circular *1] }`],
];
for (const [name, value, expected, depth] of printed) {
  test(`hidden in what Node prints: ${name}`, () =>
    assert.equal(hideInText(inspect(value, { depth: depth === null ? depth : 2 }), plain), expected));
}

test('hidden: a name that was asked for, and the well-known beside it', () => {
  assert.equal(
    hideInText(inspect({ pin: 1234, token: 'x', pins: 2 }), named),
    `{ pin: ${HIDDEN}, token: ${HIDDEN}, pins: 2 }`,
  );
});

test('hidden: beyond 1,000 objects, errors of an AggregateError', () => {
  const many = inspect(
    Array.from({ length: 2_000 }, () => ({ token: 'hush' })),
    { maxArrayLength: null },
  );
  assert.ok(!hideInText(many, plain).includes('hush'));
  const error = new AggregateError([Object.assign(new Error('a'), { token: 'hush' })], 'all', {
    cause: { password: 'hush' },
  });
  const text = hideInText(inspect(error), plain);
  assert.ok(!text.includes('hush'));
  assert.match(text, /AggregateError: all\n {4}at [^]*\[errors\]: \[\n {4}Error: a/);
});

const same: Record<string, unknown> = {
  'nothing secret': { a: 1, b: [2, { c: 3 }] },
  'yes, no and nothing': { hasPassword: true, password: false, token: null, secret: undefined, pwd: '' },
  functions: { getToken() {}, token() {}, Secret: class Secret {} },
  'what Node does not show': { a: { b: { token: { d: 1 }, cookies: [[1]] } } },
  'counts of tokens, passes': { tokens: 12, prompt_tokens: 5, pass: 3, auth: 1 },
  'names like it': { passenger: 'a', author: 'b', compass: 'c', tokenizer: 'd', oauth: 'e', monkey: 'f' },
  'the names of headers': { allowed: ['Authorization', 'Content-Type', 'X-Api-Key'] },
  'names of fields': ['email', 'password', 'name'],
  'modes of fetch': { credentials: 'same-origin' },
  getters: Object.defineProperty({}, 'password', {
    enumerable: true,
    get() {
      throw new Error('called');
    },
  }),
  'an empty URL': new URL('http://h/'),
};
for (const [name, value] of Object.entries(same))
  test(`shown as it is: ${name}`, () => assert.equal(hideInText(inspect(value), plain), inspect(value)));

/** Texts, and what becomes of them. */
const texts: [string, string][] = [
  ['{"password":"a\\"b","c":[{"token":5}]}', '{"password":"[redacted]","c":[{"token":"[redacted]"}]}'],
  ['{"s":"{\\"password\\":\\"x\\",\\"b\\":1}"}', '{"s":"{\\"password\\":\\"[redacted]\\",\\"b\\":1}"}'],
  ['Server=h;Password=x;Database=y', 'Server=h;Password=[redacted];Database=y'],
  ['node app.js --api-key=x --port=1', 'node app.js --api-key=[redacted] --port=1'],
  ['host=h user=u password=x sslmode=on', 'host=h user=u password=[redacted] sslmode=on'],
  ['DB_PASSWORD="x y" node app', 'DB_PASSWORD="[redacted]" node app'],
  ['GET /cb?code=1&state=2&api%5Fkey=3', 'GET /cb?code=[redacted]&state=2&api%5Fkey=[redacted]'],
  ['Cookie: sid=1; b=2\r\nHost: h', 'Cookie: [redacted]\r\nHost: h'],
  ['Unexpected token: }', 'Unexpected token: }'],
  ['token: 12 left', 'token: 12 left'],
  ['tests pass=12 fail=0', 'tests pass=12 fail=0'],
  ['the secret: never give up, the key: work', 'the secret: never give up, the key: work'],
  ['a == b, token => x', 'a == b, token => x'],
];
for (const [text, expected] of texts)
  test(`hidden in a text: ${text}`, () => assert.equal(hideInText(text, plain), expected));

const long = 'h'.repeat(1_500);
const urls: [string, string][] = [
  ['postgres://shop:x@db:5432/shop', 'postgres://shop:[redacted]@db:5432/shop'],
  [
    'connecting to redis://:x@cache:6379, then mongodb+srv://a:x@b/c',
    'connecting to redis://:[redacted]@cache:6379, then mongodb+srv://a:[redacted]@b/c',
  ],
  ['"amqp://u:p@ss@h"', '"amqp://u:[redacted]@h"'],
  ['smtp://john@acme.com:x@mail.acme.com:587', 'smtp://john@acme.com:[redacted]@mail.acme.com:587'],
  ...["'", '"', '`', '<', ' ', '/'].map((char): [string, string] => [
    `postgres://u:p${char}x@h/db`,
    'postgres://u:[redacted]@h/db',
  ]),
  [`postgres://svc:${long}@db/x`, 'postgres://svc:[redacted]@db/x'],
  [`postgres://${long}:x@h`, `postgres://${long}:[redacted]@h`],
  ['mongodb://u:x@h1:27017,h2:27017/db', 'mongodb://u:[redacted]@h1:27017,h2:27017/db'],
  ['nats://u:x@h:4222,nats://v:x@i:4222', 'nats://u:[redacted]@h:4222,nats://v:[redacted]@i:4222'],
  ['jdbc:postgresql://u:x@h/db', 'jdbc:postgresql://u:[redacted]@h/db'],
  ['//u:x@h/y', '//u:[redacted]@h/y'],
  ['u:x@tcp(h:3306)/db', 'u:[redacted]@tcp(h:3306)/db'],
  ['https://ghp_16C7e42F@github.com/x', 'https://[redacted]@github.com/x'],
  ['git+https://u:x@h/r', 'git+https://u:[redacted]@h/r'],
  ['postgresql:///db?user=u&password=x', 'postgresql:///db?user=u&password=[redacted]'],
  ['{"a":"redis://h:6379","b":"c@d.e"}', '{"a":"redis://h:6379","b":"c@d.e"}'],
  ['{"a":"redis://u:x@h","b":"c@d.e"}', '{"a":"redis://u:[redacted]@h","b":"c@d.e"}'],
  ...[
    'https://shop.example/a@b?c=d:e',
    'http://localhost:3000/users/@me',
    'https://user@host/path',
    'mail a@b.c or see http://x.y:80',
    'see redis://h:6379 as a@b.c',
    '// to do: ask a@b.c',
  ].map((text): [string, string] => [text, text]),
];
for (const [text, expected] of urls)
  test(`passwords in URLs: ${text.slice(0, 80)}`, () => assert.equal(hideInText(text, plain), expected));

test('no text takes a long time', () => {
  const parts = [
    'a://b:c@',
    '"token": ',
    "'token', ",
    '{ token: [',
    "name: 'token', ",
    '\\"token\\',
    "[ ['token', ",
    'x://u:p',
    'token: <',
    'nAuthorization: ',
    '?code=',
    "token: 'a' +\n",
    '//a:',
  ];
  for (const part of parts)
    for (const redaction of [plain, named]) {
      const started = process.cpuUsage().user;
      hideInText(`${part.repeat(100_000 / part.length)}@`, redaction);
      assert.ok(process.cpuUsage().user - started < 1_000_000, part);
    }
});

test('for any object no secret is printed, and the rest is printed as ever', () => {
  const name = fc.constantFrom('a', 'b-c', 'token', 'x y', 'password', "it's");
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(name, tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (object) => {
      const hide = (each: unknown): unknown => {
        if (Array.isArray(each)) return each.map(hide);
        if (typeof each !== 'object' || each === null) return each;
        return Object.setPrototypeOf(
          Object.fromEntries(
            Object.entries(each).map(([key, item]) => {
              const isEmpty =
                item === null ||
                item === '' ||
                (typeof item === 'object' &&
                  Object.keys(item as object).length === 0 &&
                  Object.getPrototypeOf(item) !== null);
              return [key, plain.hidesKey(key) && !isEmpty ? 'HUSH' : hide(item)];
            }),
          ),
          Object.getPrototypeOf(each) as object | null,
        ) as unknown;
      };
      const squash = (text: string): string => text.replace(/\s+/g, ' ');
      const depth = { depth: null, breakLength: Infinity };
      const expected = squash(inspect(hide(object), depth)).replace(/['"`]HUSH['"`]/g, '#');
      const found = squash(hideInText(inspect(object, depth), plain)).replace(/['"`]\[redacted\]['"`]/g, '#');
      assert.equal(found, expected);
    }),
    { numRuns: 500 },
  );
});
