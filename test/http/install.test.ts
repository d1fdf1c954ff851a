import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { currentRequest, setUser } from '../../lib/context';
import { installRequests, type RequestConfig } from '../../lib/http';
import { get } from '../frameworks/client';

const defaults: RequestConfig = {
  FIRSTLIGHT_REQUEST_ID_HEADER: 'x-request-id',
  FIRSTLIGHT_REQUEST_ID_ECHO: true,
  FIRSTLIGHT_REQUEST_LOG: 'all',
  FIRSTLIGHT_IGNORE_PATHS: [],
  FIRSTLIGHT_TRACE_RESPONSE: [],
  OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS: [],
  OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS: [],
  OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS: [],
  OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS: [],
};

/** A server in this process; closed, like the installation, when the test ends. */
async function serve(t: TestContext, handler: http.RequestListener): Promise<number> {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function install(t: TestContext, config: Partial<RequestConfig> = {}) {
  const lines: { level: string; message: string; meta: Record<string, unknown>; request: string | undefined }[] = [];
  const log = (level: string, message: string, meta: Record<string, unknown>) =>
    void lines.push({ level, message, meta, request: currentRequest()?.id });
  const { undo } = installRequests({ config: { ...defaults, ...config }, logger: { log } });
  t.after(undo);
  return { lines, undo };
}

test('both lines are written in the context of their request', async (t) => {
  const { lines } = install(t);
  const port = await serve(t, (_request, response) => {
    setUser('u1');
    response.end();
  });
  await get({ port, path: '/a?b=c', headers: { 'x-request-id': 'mine' } });
  assert.deepEqual(
    lines.map(({ message, request }) => [message, request]),
    [
      ['request started', 'mine'],
      ['request completed', 'mine'],
    ],
  );
  const [start, end] = lines.map(({ meta }) => meta);
  assert.deepEqual(start, { method: 'GET', path: '/a' });
  assert.deepEqual(
    { ...end, duration_ms: 0 },
    { method: 'GET', path: '/a', status_code: 200, duration_ms: 0, user_id: 'u1' },
  );
  assert.match(String(end!.duration_ms), /^\d+(\.\d{1,3})?$/);
});

test('undone, nothing is left of it', async (t) => {
  const { ServerResponse, IncomingMessage, Server } = http;
  const before = [
    ServerResponse.prototype.writeHead,
    ServerResponse.prototype.emit,
    IncomingMessage.prototype.emit,
    Server.prototype.emit,
  ];
  const { lines, undo } = install(t);
  const port = await serve(t, (_request, response) => response.end(String(currentRequest()?.id)));
  assert.notEqual((await get({ port, agent: false })).body, 'undefined');
  undo();
  // A new connection: on Node 20 and 22 one that was served before still has the context of its last request.
  const { body, headers } = await get({ port, agent: false });
  assert.deepEqual([body, headers['x-request-id'], lines.length], ['undefined', undefined, 2]);
  assert.deepEqual(
    [
      ServerResponse.prototype.writeHead,
      ServerResponse.prototype.emit,
      IncomingMessage.prototype.emit,
      Server.prototype.emit,
    ],
    before,
  );
});

test('a logger that throws costs no request', async (t) => {
  t.after(
    installRequests({
      config: defaults,
      logger: {
        log: () => {
          throw new Error('disk full');
        },
      },
    }).undo,
  );
  const port = await serve(t, (_request, response) => response.end('fine'));
  assert.equal((await get({ port })).body, 'fine');
});

test('an ignored path keeps its context and its echo', async (t) => {
  const { lines } = install(t, { FIRSTLIGHT_IGNORE_PATHS: ['/health/**'] });
  const port = await serve(t, (_request, response) => response.end(currentRequest()?.id));
  const { body, headers } = await get({ port, path: '/health/live?x' });
  assert.equal(body, headers['x-request-id']);
  assert.deepEqual(lines, []);
});

test('a request that the app never hears of has both lines too', async (t) => {
  const { lines } = install(t);
  const port = await serve(t, () => assert.fail('not to be called'));
  const { status } = await get({ port, headers: { expect: 'the-impossible' } });
  assert.equal(status, 417);
  assert.deepEqual(
    lines.map(({ level, message }) => [level, message]),
    [
      ['info', 'request started'],
      ['warn', 'request completed'],
    ],
  );
});

test('Expect: 100-continue, answered by the app, has both lines', async (t) => {
  const { lines } = install(t);
  const server = http.createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  server.on('checkContinue', (request: http.IncomingMessage, response: http.ServerResponse) => {
    assert.equal(lines.length, 1, 'the start line is written before the handler runs');
    response.writeContinue();
    request.resume().on('end', () => response.end('done'));
  });
  await once(server, 'listening');
  const request = http.request({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    method: 'POST',
    agent: false,
    headers: { expect: '100-continue' },
  });
  request.flushHeaders();
  await once(request, 'continue');
  request.end('body');
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  await once(response.resume(), 'end');
  assert.deepEqual(
    lines.map(({ message }) => message),
    ['request started', 'request completed'],
  );
});
