// What is printed of objects that have secrets in them, and of URLs with a password.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { withoutPasswords } from '../../lib/logger/credentials';
import { createRedaction } from '../../lib/logger/redaction';
import { veil } from '../../lib/logger/veil';

const redaction = createRedaction(['pin']);
class Session {
  sessionToken = 'x';
  user = 'a';
}
const circle: Record<string, unknown> = { name: 'a', password: 'x' };
circle.self = circle;
const sealed = Object.freeze({ token: 'x' });
const bare = Object.assign(Object.create(null) as object, { secret: 'x', b: 1 });

const veiled: [name: string, value: unknown, printed: string][] = [
  ['a field', { a: 1, password: 'x' }, "{ a: 1, password: '[redacted]' }"],
  ['any depth, lists and objects as values', { a: [{ token: { b: 1 } }], cookies: ['x'] }, "{ a: [ { token: '[redacted]' } ], cookies: '[redacted]' }"],
  ['a key that was asked for', { pin: 1234 }, "{ pin: '[redacted]' }"],
  ['an instance of a class', new Session(), "Session { sessionToken: '[redacted]', user: 'a' }"],
  ['a Map', new Map([['api-key', 'x']]), "Map(1) { 'api-key' => '[redacted]' }"],
  ['a Set', new Set([{ jwt: 'x' }]), "Set(1) { { jwt: '[redacted]' } }"],
  ['a frozen object', sealed, "{ token: '[redacted]' }"],
  ['an object without prototype', bare, "[Object: null prototype] { secret: '[redacted]', b: 1 }"],
  ['a list with a hole', [{ token: 'x' }, , 1], "[ { token: '[redacted]' }, <1 empty item>, 1 ]"], // eslint-disable-line no-sparse-arrays
];
for (const [name, value, printed] of veiled) test(`veiled: ${name}`, () => assert.equal(inspect(veil(value, redaction)), printed));

test('veiled: an error keeps its kind, its stack and its cause', () => {
  const error = Object.assign(new TypeError('no', { cause: { password: 'x' } }), { config: { auth: { password: 'x' } }, code: 'E' });
  const copy = veil(error, redaction) as Error;
  assert.ok(copy instanceof TypeError);
  assert.equal(copy.stack, error.stack);
  assert.doesNotMatch(inspect(copy), /'x'/);
  assert.match(inspect(copy), /code: 'E'/);
  assert.equal((error.config.auth).password, 'x', 'the app’s own stays as it was');
});

test('veiled: a circle ends', () => assert.doesNotMatch(inspect(veil(circle, redaction)), /password: 'x'\n|^.{0,30}password: 'x'/));

const untouched: Record<string, unknown> = {
  'nothing secret': { a: 1, b: [2, { c: 3 }] }, 'yes or no': { hasPassword: true, password: false }, 'a function': { getToken() {}, token() {} }, text: 'password', bytes: Buffer.alloc(100_000),
  'a proxy': new Proxy({ password: 'x' }, { ownKeys() { throw new Error('trap'); } }), 'a getter': Object.defineProperty({}, 'password', { enumerable: true, get() { throw new Error('called'); } }), null: null,
};
for (const [name, value] of Object.entries(untouched)) test(`the same object: ${name}`, () => assert.equal(veil(value, redaction), value));

const texts: [string, string][] = [
  ['postgres://shop:hunter2@db:5432/shop', 'postgres://shop:[redacted]@db:5432/shop'],
  ['connecting to redis://:hunter2@cache:6379, then mongodb+srv://a:hunter2@b/c', 'connecting to redis://:[redacted]@cache:6379, then mongodb+srv://a:[redacted]@b/c'],
  ['"amqp://u:p@ss@h"', '"amqp://u:[redacted]@h"'],
  ['https://shop.example/a@b?c=d:e', 'https://shop.example/a@b?c=d:e'],
  ['http://localhost:3000/users/@me', 'http://localhost:3000/users/@me'],
  ['https://user@host/path', 'https://user@host/path'],
  ['mail a@b.c or see http://x.y:80', 'mail a@b.c or see http://x.y:80'],
];
for (const [text, expected] of texts) test(`passwords in URLs: ${text}`, () => assert.equal(withoutPasswords(text), expected));

test('passwords in URLs: a long text takes no long time', () => {
  const started = process.cpuUsage().user;
  withoutPasswords(`a://${'b:'.repeat(100_000)}@`);
  withoutPasswords('a://b:c@'.repeat(20_000));
  assert.ok(process.cpuUsage().user - started < 2_000_000);
});
