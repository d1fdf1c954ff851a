// No matter what an OpAMP server answers, the app does what it does without one, and one line says what is wrong.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blackHole, explain, fixtures, refusingEndpoint, runApp, until, untrusted } from '../support';
import { encodeAnswer, openOpampServer, type OpampServer, type Respond } from '../support/opamp-server';

const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const answering =
  (status: number, headers: Record<string, string>, body: string | Buffer | object = ''): Respond =>
  (_request, response, { instanceUid }) => {
    const isBytes = typeof body === 'string' || Buffer.isBuffer(body);
    const content = isBytes ? body : encodeAnswer({ instanceUid: Buffer.from(instanceUid, 'hex'), ...body });
    response.writeHead(status, headers).end(content);
  };

/** [what it does, how, what the line says] */
const answers: [string, Respond, RegExp][] = [
  ['junk', answering(200, PROTOBUF, Buffer.alloc(3000, '<html>')), /is no message of an OpAMP server to this process/],
  ['truncated', answering(200, PROTOBUF, Buffer.from([10, 16, 1])), /is no message of an OpAMP server/],
  ['an answer to another', answering(200, PROTOBUF, { instanceUid: Buffer.alloc(16, 1) }), /to this process/],
  ['an error', answering(500, {}, 'no'), /HTTP 500 Internal Server Error/],
  ['a full house', answering(503, { 'retry-after': '100000' }), /HTTP 503/],
  ['a page', answering(200, { 'content-type': 'text/html' }, '<p>'), /HTTP 200 with text\/html, which is no answer/],
  ['a coding', answering(200, { ...PROTOBUF, 'content-encoding': 'br' }, 'x'), /HTTP 200 with br/],
  ['a flood', answering(200, PROTOBUF, Buffer.alloc(5 * 1024 * 1024)), /the answer has more than 4 MiB/],
  ['a redirect', answering(302, { location: 'http://127.0.0.1:1/' }), /HTTP 302 Found/],
  ['a refusal', answering(200, PROTOBUF, { errorResponse: { type: 1, errorMessage: 'go' } }), /it answers: go/],
  ['a hang-up', (request) => request.socket.destroy(), /socket hang up|ECONNRESET/],
  ['half of it', (_, response) => response.writeHead(200, PROTOBUF).write('x', () => response.destroy()), /broke off/],
];

const FAST = { OTEL_BSP_SCHEDULE_DELAY: '10', FIRSTLIGHT_OPAMP_INTERVAL_MS: '20' };
/** Longer than any end takes that waits for nothing, on a busy machine. */
const SOON_MS = 4_000;

async function check(url: string, isSeen: () => boolean, cause: RegExp | undefined, env = {}): Promise<void> {
  let asked = 0;
  const result = await runApp({
    fixture: 'preload/server.cjs',
    env: { ...FAST, ...env, FIRSTLIGHT_OPAMP_ENDPOINT: url },
    requests: async (app) => {
      await until(isSeen, 'it was asked', app.describe);
      if (cause) await app.waitForLine((line) => line.includes('FL_OPAMP_FAILED'));
      assert.equal(await (await fetch(`${app.url}/out`)).text(), 'ok');
      asked = performance.now();
    },
  });
  const endMs = performance.now() - asked;
  explain(result, ({ code, signal, err, out, spans }) => {
    assert.deepEqual([code, signal], [null, 'SIGTERM']);
    assert.ok(endMs < SOON_MS, `the end took ${endMs} ms`);
    assert.equal(spans.length, 3);
    assert.equal(out.length, 5);
    const lines = err.filter((line) => line.code !== 'FL_STARTED');
    assert.deepEqual(
      lines.map((line) => line.code),
      cause ? ['FL_OPAMP_FAILED'] : [],
    );
    if (cause) assert.match(String(lines[0]!.cause), cause);
  });
}

describe('a server that answers', { concurrency: 3 }, () => {
  for (const [what, respond, cause] of answers)
    test(`${what}: the app goes on, and its end is no later`, async () => {
      const server = await openOpampServer();
      server.respond = respond;
      await check(server.url, () => server.messages.length > 0, cause);
    });

  test('nothing at all: the same', async () => {
    const hole = await blackHole();
    await check(hole.url, () => hole.seen() > 0, undefined);
  });

  test('nothing any more, after it has answered: the same', async () => {
    const server: OpampServer = await openOpampServer();
    const isSeen = (): boolean => {
      if (server.messages.length > 2) server.respond ??= () => {};
      return server.respond !== undefined;
    };
    await check(server.url, isSeen, undefined);
  });

  test('no connection: the same', async () => check((await refusingEndpoint()).url, () => true, /ECONNREFUSED/));

  test('with a certificate that no one knows: the same', async () => {
    const { url } = await untrusted();
    await check(url.replace('http:', 'https:'), () => true, /self-signed certificate|certificate|TLS|SSL/i);
  });

  test('with a certificate that is known: no line', async () => {
    const file = (name: string) => join(fixtures, 'frameworks', `localhost-${name}.pem`);
    const server = await openOpampServer({ key: readFileSync(file('key')), cert: readFileSync(file('cert')) });
    const isSeen = (): boolean => server.messages.length > 1;
    await check(server.url, isSeen, undefined, { OTEL_EXPORTER_OTLP_CERTIFICATE: file('cert') });
  });

  test('a configuration without an exporter thread: one line, and no server is asked', async () => {
    const server = await openOpampServer();
    const env = { FIRSTLIGHT_OPAMP_ENDPOINT: server.url, FIRSTLIGHT_EXPORTER_THREAD: 'false' };
    const result = await runApp({ fixture: 'preload/plain.cjs', env });
    explain(result, ({ err }) => {
      assert.equal(err.filter(({ code }) => code === 'FL_OPAMP_UNAVAILABLE').length, 1);
      assert.equal(server.messages.length, 0);
    });
  });
});
