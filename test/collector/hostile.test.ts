// Senders that mean harm, or are broken: the collector answers, goes on, and stays small.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import fc from 'fast-check';
import { startCollector, type Collector } from '../../collector';
import { type Cli, startCli } from '../bin/cli';

const MIB = 1024 * 1024;
const SPAN = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'n',
  attributes: [{ key: 'k', value: { arrayValue: { values: [{ intValue: '1' }] } } }],
};
const VALID = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [SPAN] }] }] }));
/** A span in protobuf: resourceSpans, scopeSpans, spans, traceId, spanId, name. */
const VALID_PROTOBUF = Buffer.from(`0a22122012${'1e'}0a10${SPAN.traceId}1208${SPAN.spanId}2a00`, 'hex');

interface Answer {
  status: number;
  body: string;
}

function post(port: number, body: Buffer, headers: http.OutgoingHttpHeaders, path = '/v1/traces'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        port,
        host: '127.0.0.1',
        agent: false,
        method: 'POST',
        path,
        headers: { ...headers, connection: 'keep-alive' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on(
            'end',
            () =>
              request.destroy() && resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString() }),
          );
      },
    );
    request.on('error', reject).end(body);
  });
}

const raw = (value: Buffer): Buffer => value;

function sendGrpc(
  port: number,
  body: Buffer,
  { authority, gzip = false, origin }: { authority?: string; gzip?: boolean; origin?: string } = {},
): Promise<{ code: number; details: string }> {
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    ...(authority && { 'grpc.default_authority': authority }),
    ...(gzip && { 'grpc.default_compression_algorithm': 2 }),
  });
  const metadata = new grpc.Metadata();
  if (origin) metadata.set('origin', origin);
  return new Promise((resolve) => {
    const call = client.makeUnaryRequest(
      '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      raw,
      raw,
      body,
      metadata,
      { deadline: Date.now() + 20_000 },
      () => undefined,
    );
    call.on('status', ({ code, details }) => {
      client.close();
      resolve({ code, details });
    });
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' };

let collector: Collector;
before(async () => {
  collector = await startCollector();
});
after(() => collector.close());

test('the protobuf that the fuzzing starts from is valid', async () => {
  assert.equal((await post(collector.httpPort, VALID_PROTOBUF, PROTOBUF_TYPE)).status, 200);
  assert.equal(collector.store.spans.at(-1)!.traceId, SPAN.traceId);
});

/** Bytes that are changed, cut out, doubled. */
const mutated = (valid: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .array(
      fc.record({ at: fc.nat(valid.length - 1), kind: fc.constantFrom('set', 'cut', 'insert'), byte: fc.nat(255) }),
      { minLength: 1, maxLength: 12 },
    )
    .map((edits) =>
      edits.reduce(
        (bytes, { at, kind, byte }) =>
          kind === 'cut'
            ? bytes.subarray(0, at)
            : kind === 'set'
              ? Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)])
              : Buffer.concat([bytes.subarray(0, at), Buffer.of(byte, byte), bytes.subarray(at)]),
        valid,
      ),
    );

const FUZZ = [
  {
    name: 'JSON',
    valid: VALID,
    send: async (body: Buffer) => [200, 400].includes((await post(collector.httpPort, body, JSON_TYPE)).status),
  },
  {
    name: 'HTTP protobuf',
    valid: VALID_PROTOBUF,
    send: async (body: Buffer) => [200, 400].includes((await post(collector.httpPort, body, PROTOBUF_TYPE)).status),
  },
  {
    name: 'HTTP protobuf, logs',
    valid: VALID_PROTOBUF,
    send: async (body: Buffer) =>
      [200, 400].includes((await post(collector.httpPort, body, PROTOBUF_TYPE, '/v1/logs')).status),
  },
  {
    name: 'HTTP protobuf, metrics',
    valid: VALID_PROTOBUF,
    send: async (body: Buffer) =>
      [200, 400].includes((await post(collector.httpPort, body, PROTOBUF_TYPE, '/v1/metrics')).status),
  },
  {
    name: 'gzip',
    valid: gzipSync(VALID),
    send: async (body: Buffer) =>
      [200, 400].includes((await post(collector.httpPort, body, { ...JSON_TYPE, 'content-encoding': 'gzip' })).status),
  },
  {
    name: 'gRPC',
    valid: VALID_PROTOBUF,
    send: async (body: Buffer) => [0, 3].includes((await sendGrpc(collector.grpcPort, body)).code),
  },
];

for (const { name, valid, send } of FUZZ) {
  test(`fuzzed ${name} is taken or refused, never anything else`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mutated(valid),
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        ),
        send,
      ),
      { numRuns: 150 },
    );
  });
}

test('gRPC: a foreign authority and a foreign Origin are refused', async () => {
  for (const options of [
    { authority: 'evil.example' },
    { authority: 'localhost.evil.example:4317' },
    { origin: 'http://evil.example' },
  ]) {
    assert.equal(
      (await sendGrpc(collector.grpcPort, VALID_PROTOBUF, options)).code,
      grpc.status.PERMISSION_DENIED,
      JSON.stringify(options),
    );
  }
  assert.equal((await sendGrpc(collector.grpcPort, VALID_PROTOBUF, { authority: 'localhost:4317' })).code, 0);
});

const repeat = (bytes: Buffer, total: number): Buffer =>
  Buffer.alloc(Math.floor(total / bytes.length) * bytes.length, bytes);
const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 128))
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
  return Buffer.from(bytes);
};
const field = (tag: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(tag), varint(body.length), body]);

interface Attack {
  name: string;
  path?: string;
  headers: http.OutgoingHttpHeaders;
  body: () => Buffer;
  status: number;
}

/** Each is less than 16 MiB on the wire and would be hundreds in memory. */
const ATTACKS: Attack[] = [
  { name: 'brackets', headers: JSON_TYPE, body: () => Buffer.alloc(15 * MIB, '['), status: 400 },
  { name: 'nested objects', headers: JSON_TYPE, body: () => repeat(Buffer.from('{"a":'), 15 * MIB), status: 400 },
  {
    name: 'empty objects',
    headers: JSON_TYPE,
    body: () =>
      Buffer.concat([Buffer.from('{"resourceSpans":['), repeat(Buffer.from('{},'), 15 * MIB), Buffer.from('{}]}')]),
    status: 400,
  },
  {
    name: 'a number a byte',
    headers: JSON_TYPE,
    body: () => Buffer.concat([Buffer.from('{"x":['), repeat(Buffer.from('0,'), 15 * MIB), Buffer.from('0]}')]),
    status: 400,
  },
  {
    name: 'one long string that does not end',
    headers: JSON_TYPE,
    body: () => Buffer.concat([Buffer.from('{"'), Buffer.alloc(15 * MIB, '\\')]),
    status: 400,
  },
  { name: 'empty messages', headers: PROTOBUF_TYPE, body: () => repeat(Buffer.of(0x0a, 0x00), 15 * MIB), status: 400 },
  {
    name: 'a packed list',
    path: '/v1/metrics',
    headers: PROTOBUF_TYPE,
    body: () =>
      field(
        0x0a,
        field(0x12, field(0x12, field(0x52, field(0x0a, field(0x42, field(0x12, Buffer.alloc(15 * MIB, 1))))))),
      ),
    status: 400,
  },
  {
    name: 'a gzip bomb',
    headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
    body: () => gzipSync(Buffer.alloc(512 * MIB)),
    status: 413,
  },
  {
    name: 'a gzip bomb in protobuf',
    headers: { ...PROTOBUF_TYPE, 'content-encoding': 'gzip' },
    body: () => gzipSync(Buffer.alloc(512 * MIB, 0x0a)),
    status: 413,
  },
  { name: 'too much', headers: JSON_TYPE, body: () => Buffer.alloc(17 * MIB, ' '), status: 413 },
];

test(
  'attacks leave a collector of 256 MB heap alive and bounded',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    const cli: Cli = startCli(['collector', '--json', '--grpc-port=0', '--http-port=0'], {
      env: { NODE_OPTIONS: '--max-old-space-size=256' },
    });
    const { httpEndpoint, grpcEndpoint } = JSON.parse(await cli.line((line) => line.includes('collector started'))) as {
      httpEndpoint: string;
      grpcEndpoint: string;
    };
    const [port, grpcPort] = [httpEndpoint, grpcEndpoint].map((url) => Number(new URL(url).port)) as [number, number];
    const peak = (): number =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${cli.child.pid}/status`, 'utf8'))![1]) / 1024;

    for (const { name, headers, path, body, status } of ATTACKS) {
      await t.test(name, async () => {
        const bytes = body();
        const answers = await Promise.all([post(port, bytes, headers, path), post(port, bytes, headers, path)]);
        assert.deepEqual(
          answers.map((answer) => answer.status),
          [status, status],
          answers[0].body,
        );
        assert.ok(answers[0].body.length < 1000);
        assert.equal((await post(port, VALID, JSON_TYPE)).status, 200);
      });
    }
    await t.test('gRPC: a gzip bomb, empty messages, too much', async () => {
      assert.equal(
        (await sendGrpc(grpcPort, Buffer.alloc(64 * MIB), { gzip: true })).code,
        grpc.status.RESOURCE_EXHAUSTED,
      );
      assert.equal(
        (await sendGrpc(grpcPort, Buffer.alloc(15 * MIB, Buffer.of(0x0a, 0x00)), { gzip: true })).code,
        grpc.status.INVALID_ARGUMENT,
      );
      assert.equal((await sendGrpc(grpcPort, Buffer.alloc(17 * MIB))).code, grpc.status.RESOURCE_EXHAUSTED);
      assert.equal((await sendGrpc(grpcPort, VALID_PROTOBUF)).code, 0);
    });
    assert.ok(peak() < 700, `at most ${peak().toFixed(0)} MB were in use`);
    t.diagnostic(`peak ${peak().toFixed(0)} MB`);
    cli.child.kill('SIGTERM');
    assert.equal((await cli.ended()).code, 0);
  },
);
