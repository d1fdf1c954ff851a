// Ports, bounds, faults on demand, and the end of a collector.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import * as grpc from '@grpc/grpc-js';
import { startCollector, type CollectorOptions, type Reply, type Signal } from '../../collector';

const raw = (value: Buffer): Buffer => value;
const SERVICE = {
  traces: 'trace.v1.TraceService',
  metrics: 'metrics.v1.MetricsService',
  logs: 'logs.v1.LogsService',
  profiles: 'profiles.v1development.ProfilesService',
};

interface GrpcReply {
  code: number;
  details: string;
  body?: Buffer;
  trailers: Record<string, grpc.MetadataValue>;
}

/** One gRPC export of raw bytes. */
function send(
  port: number,
  signal: keyof typeof SERVICE,
  body: Buffer,
  { deadlineMs = 5000, credentials = grpc.credentials.createInsecure() } = {},
): Promise<GrpcReply> {
  const client = new grpc.Client(`localhost:${port}`, credentials);
  return new Promise((resolve) => {
    let reply: Buffer | undefined;
    const method = `/opentelemetry.proto.collector.${SERVICE[signal]}/Export`;
    const call = client.makeUnaryRequest(
      method,
      raw,
      raw,
      body,
      new grpc.Metadata(),
      { deadline: Date.now() + deadlineMs },
      (_error, value) => (reply = value),
    );
    call.on('status', ({ code, details, metadata }) => {
      client.close();
      setImmediate(() => resolve({ code, details, body: reply, trailers: metadata.getMap() }));
    });
  });
}

const post = (port: number, signal: Signal): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });

const FAULTS: { name: string; reply: Reply; grpcCode: number; details?: RegExp; httpStatus: number }[] = [
  { name: 'nothing special', reply: {}, grpcCode: 0, httpStatus: 200 },
  { name: 'UNIMPLEMENTED', reply: { grpcStatus: 12 }, grpcCode: 12, httpStatus: 404 },
  {
    name: 'UNAVAILABLE',
    reply: { grpcStatus: 14, message: 'later' },
    grpcCode: 14,
    details: /^later$/,
    httpStatus: 503,
  },
  { name: 'RESOURCE_EXHAUSTED', reply: { grpcStatus: 8 }, grpcCode: 8, httpStatus: 429 },
  { name: 'HTTP 401', reply: { httpStatus: 401 }, grpcCode: 16, httpStatus: 401 },
  { name: 'HTTP 502', reply: { httpStatus: 502 }, grpcCode: 14, httpStatus: 502 },
  { name: 'both told', reply: { grpcStatus: 7, httpStatus: 418 }, grpcCode: 7, httpStatus: 418 },
  { name: 'late', reply: { delayMs: 20 }, grpcCode: 0, httpStatus: 200 },
];

for (const { name, reply, grpcCode, details, httpStatus } of FAULTS) {
  test(`respond: ${name}`, async (t) => {
    const collector = await startCollector({
      respond: (signal) => (signal === 'logs' ? { ...reply, headers: { 'x-fault': 'yes' } } : undefined),
    });
    t.after(() => collector.close());
    const overGrpc = await send(collector.grpcPort, 'logs', Buffer.alloc(0));
    assert.equal(overGrpc.code, grpcCode);
    assert.equal(overGrpc.trailers['x-fault'], 'yes');
    if (details) assert.match(overGrpc.details, details);
    const overHttp = await post(collector.httpPort, 'logs');
    assert.equal(overHttp.status, httpStatus);
    assert.equal(overHttp.headers.get('x-fault'), 'yes');
    assert.equal((await send(collector.grpcPort, 'traces', Buffer.alloc(0))).code, 0);
    assert.deepEqual(
      collector.requests.map(({ signal, protocol }) => `${signal} ${protocol}`),
      ['logs grpc', 'logs http/json', 'traces grpc'],
    );
  });
}

test('respond: a partial success reaches the sender in both encodings', async (t) => {
  const collector = await startCollector({ respond: () => ({ partialSuccess: { rejected: 2, message: 'no' } }) });
  t.after(() => collector.close());
  const { body } = await send(collector.grpcPort, 'traces', Buffer.alloc(0));
  assert.deepEqual(body, Buffer.from([0x0a, 0x06, 0x08, 0x02, 0x12, 0x02, 0x6e, 0x6f]));
  assert.deepEqual(await (await post(collector.httpPort, 'metrics')).json(), {
    partialSuccess: { rejectedDataPoints: '2', errorMessage: 'no' },
  });
});

test('respond: an answer that never comes keeps neither close nor the sender', async () => {
  const collector = await startCollector({ respond: () => ({ delayMs: Infinity }) });
  const pending = [
    send(collector.grpcPort, 'traces', Buffer.alloc(0)),
    post(collector.httpPort, 'traces').catch(() => 'cut'),
  ] as const;
  while (collector.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await collector.close();
  assert.notEqual((await pending[0]).code, 0);
  assert.equal(await pending[1], 'cut');
});

test('respond: a hook that throws is answered INTERNAL', async (t) => {
  const collector = await startCollector({
    respond: () => {
      throw new Error('oops');
    },
  });
  t.after(() => collector.close());
  const { code, details } = await send(collector.grpcPort, 'traces', Buffer.alloc(0));
  assert.deepEqual([code, details], [13, 'the respond hook threw: oops']);
});

test(
  'gRPC: malformed bytes are INVALID_ARGUMENT, large ones RESOURCE_EXHAUSTED, unknown services ' + 'UNIMPLEMENTED',
  async (t) => {
    const collector = await startCollector({ maxRequestBytes: 1000 });
    t.after(() => collector.close());
    assert.equal((await send(collector.grpcPort, 'metrics', Buffer.from([0x0a, 0x7f]))).code, 3);
    assert.equal((await send(collector.grpcPort, 'metrics', Buffer.alloc(2000))).code, 8);
    assert.equal((await send(collector.grpcPort, 'profiles', Buffer.alloc(0))).code, 12);
  },
);

for (const kind of ['grpcPort', 'httpPort'] as const) {
  test(`a taken ${kind} is an error that names it, and nothing stays open`, async (t) => {
    const holder = net.createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    t.after(() => holder.close());
    const { port } = holder.address() as net.AddressInfo;
    await assert.rejects(startCollector({ [kind]: port } as CollectorOptions), {
      code: 'FL_COLLECTOR_LISTEN',
      message: new RegExp(`127\\.0\\.0\\.1:${port}.*EADDRINUSE`, 's'),
    });
  });
}

for (const host of ['0.0.0.0', '::', '192.168.0.1', 'example.org']) {
  test(`the collector does not listen on ${host}`, async () => {
    await assert.rejects(startCollector({ host }), {
      code: 'FL_COLLECTOR_LISTEN',
      message: /expected a loopback address/,
    });
  });
}

test('after close the ports are free, and the store is still there', async () => {
  const first = await startCollector();
  await send(first.grpcPort, 'traces', Buffer.alloc(0));
  await first.close();
  const second = await startCollector({ grpcPort: first.grpcPort, httpPort: first.httpPort });
  assert.deepEqual([second.grpcPort, second.httpPort], [first.grpcPort, first.httpPort]);
  assert.deepEqual(first.store.spans, []);
  await second.close();
});

test('with a key and a certificate both receivers speak TLS', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstlight-tls-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    );
  } catch {
    return t.skip('openssl is not there to make a certificate');
  }
  const collector = await startCollector({ tls: { key: readFileSync(key), cert: readFileSync(cert) } });
  t.after(() => collector.close());
  const credentials = grpc.credentials.createSsl(readFileSync(cert));
  assert.equal((await send(collector.grpcPort, 'traces', Buffer.alloc(0), { credentials })).code, 0);
  assert.notEqual((await send(collector.grpcPort, 'traces', Buffer.alloc(0))).code, 0);
});
