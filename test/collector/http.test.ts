// What the HTTP receiver answers, request by request.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { startCollector, type Collector } from '../../collector';

const SPAN = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name: 'n' };
const JSON_BODY = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [SPAN] }] }] }));
const MAX = 100_000;

interface Case {
  name: string;
  method?: string;
  path?: string;
  headers?: http.OutgoingHttpHeaders;
  body?: Buffer;
  status: number;
  /** Content type of the answer; default JSON. */
  type?: string;
  answer?: RegExp | Buffer;
  spans?: number;
}

const json = { 'content-type': 'application/json' };
const protobuf = { 'content-type': 'application/x-protobuf' };

const CASES: Case[] = [
  { name: 'JSON', headers: json, body: JSON_BODY, status: 200, answer: /^\{\}$/, spans: 1 },
  {
    name: 'JSON with a charset',
    headers: { 'content-type': 'Application/JSON; charset=utf-8' },
    body: JSON_BODY,
    status: 200,
    spans: 1,
  },
  {
    name: 'an empty protobuf body',
    headers: protobuf,
    body: Buffer.alloc(0),
    status: 200,
    type: 'application/x-protobuf',
    answer: Buffer.alloc(0),
  },
  {
    name: 'application/protobuf',
    headers: { 'content-type': 'application/protobuf' },
    body: Buffer.alloc(0),
    status: 200,
    type: 'application/x-protobuf',
  },
  { name: 'metrics', path: '/v1/metrics', headers: json, body: Buffer.from('{}'), status: 200, answer: /^\{\}$/ },
  { name: 'logs', path: '/v1/logs', headers: json, body: Buffer.from('{}'), status: 200, answer: /^\{\}$/ },
  { name: 'a query', path: '/v1/traces?tenant=1', headers: json, body: JSON_BODY, status: 200, spans: 1 },
  { name: 'gzip', headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync(JSON_BODY), status: 200, spans: 1 },
  {
    name: 'deflate',
    headers: { ...json, 'content-encoding': 'deflate' },
    body: deflateSync(JSON_BODY),
    status: 200,
    spans: 1,
  },
  { name: 'identity', headers: { ...json, 'content-encoding': 'identity' }, body: JSON_BODY, status: 200, spans: 1 },

  {
    name: 'malformed JSON',
    headers: json,
    body: Buffer.from('{'),
    status: 400,
    answer: /"code":3,"message":"the body is no ExportTraceServiceRequest/,
  },
  {
    name: 'malformed protobuf',
    headers: protobuf,
    body: Buffer.from([0x0a, 0x7f]),
    status: 400,
    type: 'application/x-protobuf',
    answer: /ends beyond its message/,
  },
  {
    name: 'JSON that calls itself protobuf',
    headers: protobuf,
    body: JSON_BODY,
    status: 400,
    type: 'application/x-protobuf',
  },
  {
    name: 'gzip that is none',
    headers: { ...json, 'content-encoding': 'gzip' },
    body: JSON_BODY,
    status: 400,
    answer: /no valid gzip/,
  },
  {
    name: 'gzip cut off',
    headers: { ...json, 'content-encoding': 'gzip' },
    body: gzipSync(JSON_BODY).subarray(0, 40),
    status: 400,
    answer: /no valid gzip/,
  },
  {
    name: 'an unknown encoding',
    headers: { ...json, 'content-encoding': 'br' },
    body: brotliCompressSync(JSON_BODY),
    status: 415,
    answer: /content-encoding br is not supported/,
  },
  {
    name: 'an unknown content type',
    headers: { 'content-type': 'text/plain' },
    body: JSON_BODY,
    status: 415,
    answer: /content-type is to be application\/x-protobuf or application\/json/,
  },
  { name: 'no content type', body: JSON_BODY, status: 415 },
  {
    name: 'an unknown path',
    path: '/v1/profiles',
    headers: json,
    body: JSON_BODY,
    status: 404,
    answer: /"code":12,.*\/v1\/traces, \/v1\/metrics, \/v1\/logs/,
  },
  { name: 'the root', method: 'GET', path: '/', status: 404 },
  { name: 'a path of Object', path: '/constructor', headers: json, body: JSON_BODY, status: 404 },
  { name: 'GET', method: 'GET', headers: json, status: 405, answer: /GET is not allowed/ },
  { name: 'a method of CORS', method: 'OPTIONS', status: 405 },
  { name: 'a preflight', method: 'OPTIONS', headers: { origin: 'http://evil.example' }, status: 403 },
  {
    name: 'a large body',
    headers: json,
    body: Buffer.alloc(MAX + 1, 0x20),
    status: 413,
    answer: /larger than 100000 bytes/,
  },
  {
    name: 'a large body of unknown length',
    headers: { ...json, 'transfer-encoding': 'chunked' },
    body: Buffer.alloc(MAX * 20, 0x20),
    status: 413,
  },
  {
    name: 'a small body that inflates',
    headers: { ...json, 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(MAX * 20, 0x20)),
    status: 413,
  },

  { name: 'Host localhost', headers: { ...json, host: 'localhost:4318' }, body: JSON_BODY, status: 200, spans: 1 },
  { name: 'Host [::1]', headers: { ...json, host: '[::1]:4318' }, body: JSON_BODY, status: 200, spans: 1 },
  {
    name: 'Host app.localhost.',
    headers: { ...json, host: 'app.localhost.:4318' },
    body: JSON_BODY,
    status: 200,
    spans: 1,
  },
  {
    name: 'a foreign Host',
    headers: { ...json, host: 'evil.example:4318' },
    body: JSON_BODY,
    status: 403,
    answer: /loopback names only/,
  },
  {
    name: 'a Host that begins like ours',
    headers: { ...json, host: 'localhost.evil.example' },
    body: JSON_BODY,
    status: 403,
  },
  {
    name: 'an own Origin',
    headers: { ...json, host: 'localhost:1', origin: 'http://LOCALHOST:1' },
    body: JSON_BODY,
    status: 200,
    spans: 1,
  },
  {
    name: 'a foreign Origin',
    headers: { ...json, origin: 'http://evil.example' },
    body: JSON_BODY,
    status: 403,
    answer: /web pages other than its own/,
  },
  {
    name: 'the Origin of another app on this machine',
    headers: { ...json, host: 'localhost:4318', origin: 'http://localhost:3000' },
    body: JSON_BODY,
    status: 403,
  },
  {
    name: 'an own Origin with another scheme',
    headers: { ...json, host: 'localhost:4318', origin: 'https://localhost:4318' },
    body: JSON_BODY,
    status: 403,
  },
  { name: 'the Origin of a sandboxed frame', headers: { ...json, origin: 'null' }, body: JSON_BODY, status: 403 },
  {
    name: 'a form of another page',
    headers: { 'content-type': 'text/plain', origin: 'http://evil.example' },
    body: JSON_BODY,
    status: 403,
  },
  {
    name: 'a script of another page',
    method: 'GET',
    path: '/api/events',
    headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
    status: 403,
    answer: /no part of other web pages/,
  },
  {
    name: 'a Host that begins like our address',
    headers: { ...json, host: '127.0.0.1.evil.example' },
    body: JSON_BODY,
    status: 403,
  },
];

let collector: Collector;
before(async () => {
  collector = await startCollector({ maxRequestBytes: MAX });
});
after(() => collector.close());

for (const {
  name,
  method = 'POST',
  path = '/v1/traces',
  headers,
  body,
  status,
  type = 'application/json',
  answer,
  spans = 0,
} of CASES) {
  test(`${name}: ${status}`, async () => {
    collector.store.clear();
    const reply = await send({ method, path, headers }, body);
    assert.equal(reply.status, status, reply.body.toString());
    assert.equal(reply.headers['content-type'], type);
    if (answer instanceof RegExp) assert.match(reply.body.toString('latin1'), answer);
    else if (answer) assert.deepEqual(reply.body, answer);
    assert.equal(collector.store.spans.length, spans);
  });
}

test('a sender that goes away in the middle of a body leaves the receiver working', async () => {
  const request = http.request({
    port: collector.httpPort,
    method: 'POST',
    path: '/v1/traces',
    headers: { ...json, 'content-length': 1000 },
  });
  await new Promise<void>((resolve) => request.on('error', () => resolve()).write('{"res', () => request.destroy()));
  assert.equal((await send({ method: 'POST', path: '/v1/traces', headers: json }, JSON_BODY)).status, 200);
});

test('405 names the method that is allowed', async () => {
  assert.equal((await send({ method: 'GET', path: '/v1/logs' })).headers.allow, 'POST');
});

function send(
  options: http.RequestOptions,
  body?: Buffer,
): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { port: collector.httpPort, host: '127.0.0.1', agent: false, ...options },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
