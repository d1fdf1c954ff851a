import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachRuntime, startApp } from '../support';
import { get } from './client';

const both = ['a=1', 'b=2'];
const ways: { path: string; cookies?: string[]; own?: boolean; reason?: string; body?: string }[] = [
  { path: '/implicit' },
  { path: '/set-header', cookies: both },
  { path: '/object', cookies: both },
  // On Node 20, a header set before would leave one cookie of two.
  { path: '/flat-array', cookies: both },
  { path: '/nested-array', cookies: both },
  { path: '/reason', cookies: both, reason: 'Fine' },
  { path: '/reason-alone', reason: 'Fine' },
  { path: '/null-reason', cookies: both },
  { path: '/own-set', own: true },
  { path: '/own-object', own: true },
  { path: '/own-array', own: true },
  { path: '/flushed' },
  { path: '/twice', body: 'ERR_HTTP_HEADERS_SENT' },
];

onEachRuntime(({ binary }) => {
  test('the echo joins all headers that the app writes, and replaces none', async () => {
    const app = await startApp({ fixture: 'frameworks/echo.cjs', node: binary });
    for (const { path, cookies, own, reason = 'OK', body = 'x' } of ways) {
      const answer = await get({ port: app.port, path, headers: { 'x-request-id': 'mine' } });
      assert.deepEqual(answer.headers['set-cookie'], cookies, path);
      assert.equal(answer.headers['x-request-id'], own ? 'own' : 'mine', path);
      assert.deepEqual([answer.status, answer.reason, answer.body], [200, reason, body], path);
    }
    await app.stop();
  });

  const settings: [Record<string, string>, Record<string, string>, Record<string, string | undefined>][] = [
    [{ FIRSTLIGHT_REQUEST_ID_ECHO: 'false' }, { 'x-request-id': 'mine' }, { 'x-request-id': undefined }],
    [
      { FIRSTLIGHT_REQUEST_ID_HEADER: 'X-Correlation-Id' },
      { 'x-correlation-id': 'mine' },
      { 'x-correlation-id': 'mine', 'x-request-id': undefined },
    ],
  ];
  for (const [env, headers, expected] of settings) {
    test(`with ${JSON.stringify(env)}`, async () => {
      const app = await startApp({ fixture: 'frameworks/echo.cjs', node: binary, env });
      const answer = await get({ port: app.port, path: '/implicit', headers });
      for (const [name, value] of Object.entries(expected)) assert.equal(answer.headers[name], value);
      const { out } = await app.stop();
      assert.deepEqual(
        out.map(({ request_id }) => request_id),
        ['mine', 'mine'],
        'both lines carry the client’s ID',
      );
    });
  }

  test('no listener is added to requests and responses that the app could count', async () => {
    const counts: string[] = [];
    for (const preload of ['none', 'import'] as const) {
      const app = await startApp({
        fixture: 'frameworks/echo.cjs',
        node: binary,
        preload,
        env: { OTEL_ENABLED: 'false' },
      });
      counts.push((await get({ port: app.port, path: '/listeners' })).body);
      await app.stop();
    }
    assert.equal(counts[0], counts[1]);
  });
});
