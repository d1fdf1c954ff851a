// Whether the OpAMP server answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openOpampServer } from '../../support/opamp-server';
import { diagnose, only, SENDS_NOTHING } from './diagnose';

test('opamp-answered: the server hears of a process that ends at once', async () => {
  const server = await openOpampServer();
  const env = { ...SENDS_NOTHING, FIRSTLIGHT_OPAMP_ENDPOINT: server.url, FIRSTLIGHT_OPAMP_HEADERS: 'x-tenant=shop' };
  only(await diagnose([], env), 'opamp-answered', /^http:\/\/127\.0\.0\.1:\d+\/v1\/opamp, in \d+ ms$/);
  assert.equal(server.messages.length, 1);
  assert.ok(server.messages[0]!.agentDisconnect);
  assert.equal(server.messages[0]!.headers['x-tenant'], 'shop');
});

test('opamp-failed: a page, and no connection', async () => {
  const server = await openOpampServer();
  server.respond = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
  const failed = async (url: string, detail: RegExp) =>
    only(await diagnose([], { ...SENDS_NOTHING, FIRSTLIGHT_OPAMP_ENDPOINT: url }), 'opamp-failed', detail);
  await failed(server.url, /text\/html/);
  await failed('http://me:hidden@127.0.0.1:9', /^http:\/\/(?!.*hidden).*: .*ECONNREFUSED/);
});
