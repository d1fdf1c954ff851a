import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, onEachRuntime, type RunResult, startApp, type App } from '../support';
import { raw } from './client';

/** What a test says about each line of a path, in order. */
function summary(result: RunResult, path: string): unknown[] {
  return result.out
    .filter((line) => line.path === path)
    .map(({ level, message, method, status_code, aborted }) =>
      [level, message, method, status_code, aborted].filter((value) => value !== undefined).join(' '),
    );
}

function spanOf(result: RunResult, path: string): RunResult['spans'][0] | undefined {
  const spans = result.spans.filter((span) => span.attributes['url.path'] === path);
  assert.ok(spans.length < 2, `at most one span for ${path}`);
  return spans[0];
}

interface Http2Answer {
  status?: unknown;
  id?: unknown;
  cookies?: unknown;
  body: string;
}

/** One request over http2; `cancelOn` gives the moment at which the client goes away. */
function request(
  session: http2.ClientHttp2Session,
  headers: http2.OutgoingHttpHeaders,
  parts: string[] = [],
  cancelOn?: Promise<unknown>,
): Promise<Http2Answer> {
  return new Promise((resolve) => {
    const answer: Http2Answer = { body: '' };
    const stream = session.request(headers, { endStream: parts.length === 0 });
    stream.on('response', (got) =>
      Object.assign(answer, { status: got[':status'], id: got['x-request-id'], cookies: got['set-cookie'] }),
    );
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      answer.body += chunk;
    });
    stream.on('error', () => {}).on('close', () => resolve(answer));
    for (const [index, part] of parts.entries()) stream[index === parts.length - 1 ? 'end' : 'write'](part);
    void cancelOn?.then(() => stream.close(http2.constants.NGHTTP2_CANCEL));
  });
}

async function http2Requests(app: App): Promise<Http2Answer[]> {
  const session = http2.connect(app.url);
  const answers = [
    await request(session, { ':path': '/users/7?token=secret', 'x-request-id': 'client-1' }),
    await request(session, { ':path': '/body', ':method': 'POST' }, ['one', 'two']),
    await request(session, { ':path': '/boom' }),
    await request(session, { ':path': '/nope' }),
    await request(session, { ':path': '/health' }),
    await request(session, { ':path': '/grpc.Service/Method', ':method': 'POST', 'content-type': 'application/grpc' }),
    await request(
      session,
      { ':path': '/hold' },
      [],
      app.waitForLine((line) => line.includes('"holding"')),
    ),
  ];
  await app.waitForLine((line) => line.includes('request completed') && line.includes('"/hold"'));
  session.close();
  const line = await app.waitForLine((text) => text.startsWith('streams '));
  const streams = http2.connect(`http://127.0.0.1:${line.split(' ')[1]}`);
  answers.push(await request(streams, { ':path': '/stream-api' }));
  streams.close();
  return answers;
}

onEachRuntime(({ binary }) => {
  for (const extension of ['cjs', 'mjs']) {
    test(`http2, ${extension}`, async () => {
      const app = await startApp({
        fixture: `frameworks/http2.${extension}`,
        node: binary,
        env: { FIRSTLIGHT_IGNORE_PATHS: '/health' },
      });
      const answers = await http2Requests(app);
      explain(await app.stop(), (result) => {
        assert.deepEqual(
          answers.map(({ status }) => status),
          [200, 200, 500, 404, 200, 404, undefined, 200],
        );
        assert.equal(answers[0]!.id, 'client-1');
        assert.deepEqual(answers[0]!.cookies, ['a=1', 'b=2'], 'the echo costs no cookie');
        assert.equal(answers[1]!.body, 'read');
        for (const { id, status } of answers.slice(1))
          if (status !== undefined) assert.match(String(id), /^[0-9a-f-]{36}$/);

        const start = (method = 'GET') => `info request started ${method}`;
        assert.deepEqual(summary(result, '/users/7'), [start(), 'info request completed GET 200']);
        assert.deepEqual(summary(result, '/body'), [start('POST'), 'info request completed POST 200']);
        assert.deepEqual(summary(result, '/boom'), [start(), 'error request completed GET 500']);
        assert.deepEqual(summary(result, '/nope'), [start(), 'warn request completed GET 404']);
        assert.deepEqual(summary(result, '/hold'), [start(), 'warn request completed GET true']);
        assert.deepEqual(summary(result, '/stream-api'), [start(), 'info request completed GET 200']);
        // gRPC has its status in trailers and its spans from its own instrumentation: context only.
        for (const path of ['/health', '/grpc.Service/Method'])
          assert.deepEqual([summary(result, path), spanOf(result, path)], [[], undefined]);

        for (const path of ['/users/7', '/body', '/boom', '/nope', '/hold', '/stream-api']) {
          const span = spanOf(result, path);
          const lines = result.out.filter((line) => line.path === path);
          assert.equal(span?.kind, 'SERVER', path);
          for (const line of lines)
            assert.deepEqual(
              [line.trace_id, line.span_id, line.request_id],
              [span!.traceId, span!.spanId, span!.attributes['request.id']],
            );
        }
        assert.equal(spanOf(result, '/boom')!.status.code, 'ERROR');
        assert.equal(spanOf(result, '/users/7')!.attributes['http.response.status_code'], 200);
        const inBody = result.out.filter(({ message }) => message === 'data');
        assert.ok(inBody.length > 0);
        for (const line of inBody)
          assert.equal(line.trace_id, spanOf(result, '/body')!.traceId, 'body events belong to the request');
        assert.ok(!JSON.stringify(result.out).includes('secret'));
        const durations = result.metrics.filter(({ name }) => name === 'http.server.request.duration');
        assert.ok(
          durations.some(({ points }) =>
            points.some(({ attributes }) => attributes['network.protocol.version'] === '2'),
          ),
        );
      });
    });

    test(`https, ${extension}`, async () => {
      const app = await startApp({ fixture: `frameworks/https.${extension}`, node: binary });
      const ca = readFileSync(join(fixtures, 'frameworks', 'localhost-cert.pem'));
      const id = await new Promise((resolve, reject) => {
        https
          .get({ host: 'localhost', port: app.port, path: '/secure', ca, agent: false }, (response) => {
            response.resume().on('end', () => resolve(response.headers['x-request-id']));
          })
          .on('error', reject);
      });
      explain(await app.stop(), (result) => {
        assert.deepEqual(summary(result, '/secure'), ['info request started GET', 'info request completed GET 200']);
        const span = spanOf(result, '/secure');
        for (const line of result.out) assert.deepEqual([line.request_id, line.trace_id], [id, span?.traceId]);
      });
    });

    test(`upgrade and CONNECT, ${extension}`, async () => {
      const app = await startApp({ fixture: `frameworks/upgrade.${extension}`, node: binary });
      const upgrade = (path: string, until?: string) =>
        raw(
          app.port,
          `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-Request-Id: ` +
            `ws-${path.slice(1)}\r\n\r\n`,
          until,
        );
      const completed = (path: string) =>
        app.waitForLine((line) => line.includes('request completed') && line.includes(`"${path}"`));
      assert.match(await upgrade('/chat', '\r\n\r\n'), /^HTTP\/1.1 101 /);
      assert.match(await upgrade('/refused'), /^HTTP\/1.1 401 /);
      assert.equal(await upgrade('/dropped'), '');
      await completed('/dropped');
      assert.match(
        await raw(app.port, 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n'),
        /^HTTP\/1.1 200 /,
      );
      assert.match(await raw(app.port, 'GET /no-host HTTP/1.1\r\n\r\n'), /^HTTP\/1.1 400 /);
      explain(await app.stop(), (result) => {
        const start = 'info request started GET';
        assert.deepEqual(summary(result, '/chat'), [start, 'info request completed GET 101']);
        assert.deepEqual(summary(result, '/refused'), [start, 'warn request completed GET 401']);
        assert.deepEqual(summary(result, '/dropped'), [start, 'warn request completed GET true']);
        assert.deepEqual(summary(result, 'example.org:443'), [
          'info request started CONNECT',
          'info request completed CONNECT 200',
        ]);
        assert.deepEqual(
          summary(result, '/no-host'),
          [start, 'warn request completed GET 400'],
          'answered by Node itself, before any handler',
        );
        const handled = result.out.filter(({ message }) => message === 'handling').map(({ request_id }) => request_id);
        assert.deepEqual(handled.slice(0, 3), ['ws-chat', 'ws-refused', 'ws-dropped']);
      });
    });
  }
});
