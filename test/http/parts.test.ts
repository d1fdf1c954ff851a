import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, types } from 'node:util';
import { withHeader } from '../../lib/http/server/echo';
import { createPathMatcher } from '../../lib/http/ignore';
import { patchMethod } from '../../lib/http/patch';
import { pathOf } from '../../lib/http/routes/path';
import { routeOnRequest } from '../../lib/http/routes/route';
import { createPrivateSlot } from '../../lib/context';
import { userOnRequest, userOnSpan } from '../../lib/http/user';

const paths: [string | undefined, string][] = [
  ['/a/b?token=1', '/a/b'],
  ['/a#b', '/a'],
  ['/a?b#c?d', '/a'],
  ['/', '/'],
  ['?x=1', '/'],
  ['', '/'],
  [undefined, '/'],
  ['*', '*'],
  ['example.org:443', 'example.org:443'],
  ['http://user:pw@example.org/a?x', '/a'],
  ['http://example.org', '/'],
  ['http://example.org?x=/y', '/'],
];
for (const [target, path] of paths) test(`the path of ${target} is ${path}`, () => assert.equal(pathOf(target), path));

const ignores: [string[], string, boolean][] = [
  [[], '/health', false],
  [['/health'], '/health', true],
  [['/health'], '/health/live', false],
  [['/health'], '/healthy', false],
  [['/health/*'], '/health/live', true],
  [['/health/*'], '/health/live/deep', false],
  [['/health/**'], '/health/live/deep', true],
  [['/{health,ready}'], '/ready', true],
  [['/*.png'], '/a.png', true],
  [['/assets/**'], '/assets/.hidden/x', true],
  [['/health', '/metrics/**'], '/metrics/x', true],
  [['/health', '/metrics/**'], '/users', false],
];
for (const [patterns, path, expected] of ignores) {
  test(`[${patterns.join(', ')}] ${expected ? 'ignores' : 'keeps'} ${path}`, () =>
    assert.equal(createPathMatcher(patterns)(path), expected));
}

const headers: [unknown, unknown][] = [
  [{ a: '1' }, { a: '1', 'x-request-id': 'id' }],
  [{ 'X-REQUEST-ID': 'own' }, { 'X-REQUEST-ID': 'own' }],
  [
    ['set-cookie', 'a=1', 'set-cookie', 'b=2'],
    ['set-cookie', 'a=1', 'set-cookie', 'b=2', 'x-request-id', 'id'],
  ],
  [
    ['a', 'x-request-id'],
    ['a', 'x-request-id', 'x-request-id', 'id'],
  ],
  [
    ['X-Request-Id', 'own'],
    ['X-Request-Id', 'own'],
  ],
  [
    [['a', '1']],
    [
      ['a', '1'],
      ['x-request-id', 'id'],
    ],
  ],
  [[['x-request-ID', 'own']], [['x-request-ID', 'own']]],
  [[], ['x-request-id', 'id']],
  ['nonsense', 'nonsense'],
];
for (const [given, expected] of headers) {
  test(`adds the echo to ${JSON.stringify(given)}`, () => {
    const before = structuredClone(given);
    assert.deepEqual(withHeader(given, { name: 'x-request-id', value: 'id' }), expected);
    assert.deepEqual(given, before, 'the app’s own object is left alone');
  });
}

const trap = () => assert.fail('code of the app was called');
const users: [string, object, string | undefined][] = [
  ['an object with an id', { user: { id: 7 } }, '7'],
  ['the claims of a token', { user: { sub: 'auth0|1', name: 'Ann' } }, 'auth0|1'],
  ['the ID itself', { user: 'u1' }, 'u1'],
  ['express-jwt', { auth: { sub: 's1' } }, 's1'],
  ['a credential', { auth: 'Bearer abc' }, undefined],
  ['names and mail addresses', { user: { name: 'Ann', email: 'a@example.org' } }, undefined],
  ['a getter', Object.defineProperty({}, 'user', { get: trap }), undefined],
  ['a getter for the id', { user: Object.defineProperty({}, 'id', { get: trap }) }, undefined],
  ['an inherited user', Object.create({ user: { id: 1 } }), undefined],
  ['a proxy', { user: new Proxy({}, { get: trap, getOwnPropertyDescriptor: trap }) }, undefined],
  ['nothing', {}, undefined],
];
for (const [what, request, expected] of users)
  test(`the user of a request with ${what} is ${expected}`, () => assert.equal(userOnRequest(request), expected));

test('the user of a span', () => {
  assert.equal(userOnSpan({ 'enduser.id': 'e', 'user.id': 'u' }), 'u');
  assert.equal(userOnSpan({ 'enduser.id': 'e' }), 'e');
  assert.equal(userOnSpan(undefined), undefined);
});

const routes: [object, string | undefined][] = [
  [{ route: { path: '/:id' }, baseUrl: '/users/7' }, '/:id'],
  [{ route: { path: '/' }, baseUrl: 'http://evil.example' }, '/'],
  [{ route: { path: '/' }, baseUrl: '' }, '/'],
  [{ route: { path: '/a' } }, '/a'],
  [{ route: { path: /a/ } }, undefined],
  [{}, undefined],
  [{ route: 'x' }, undefined],
];
for (const [request, expected] of routes)
  test(`the route of ${JSON.stringify(request)} is ${expected}`, () => assert.equal(routeOnRequest(request), expected));

test('a patch is undone, unless another one wraps it', () => {
  class Base {
    hello() {
      return 'hello';
    }
  }
  class Child extends Base {}
  const undo = patchMethod(
    Child.prototype,
    'hello',
    (original) =>
      function (this: unknown) {
        return `${String(original.call(this))}!`;
      },
  );
  assert.equal(new Child().hello(), 'hello!');
  assert.equal(new Base().hello(), 'hello');
  undo();
  assert.ok(!Object.hasOwn(Child.prototype, 'hello'), 'an inherited method is inherited again');
  const undoOwn = patchMethod(Base.prototype, 'hello', () => () => 'ours');
  const ours = Base.prototype.hello;
  const theirs = function (this: Base) {
    return `${ours.call(this)} wrapped`;
  };
  Base.prototype.hello = theirs;
  undoOwn();
  assert.equal(Base.prototype.hello, theirs);
});

test('a stamp is invisible, and takes any object', () => {
  const stamp = createPrivateSlot<string>();
  const another = createPrivateSlot<string>();
  for (const object of [
    {},
    Object.freeze({ a: 1 }),
    Object.create(null) as object,
    () => {},
    new Proxy({}, { get: trap, has: trap, ownKeys: trap }),
  ]) {
    assert.equal(stamp.of(object), undefined);
    stamp.put(object, 'one');
    stamp.put(object, 'two');
    assert.deepEqual([stamp.of(object), another.of(object)], ['two', undefined]);
    if (!types.isProxy(object)) assert.ok(!inspect(object, { showHidden: true }).includes('two'));
  }
});
