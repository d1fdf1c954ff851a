// The way to the endpoint, each step of it failing in turn.
import assert from 'node:assert/strict';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectFault } from '../../../bin/doctor/endpoint/faults';
import { renderReport } from '../../../bin/doctor/report';
import type { FindingId } from '../../../bin/doctor/table';
import { blackHole, refusingEndpoint, tracesOnly } from '../../support';
import { diagnose, only } from './diagnose';
import {
  answering,
  client,
  collect,
  folder,
  GRPC,
  grpc,
  HTTP,
  http,
  key,
  listen,
  mutual,
  secure,
  SOON,
  stranger,
  to,
  TRUSTS,
} from './endpoints';

test('without a collector at the default endpoint a machine is healthy, and the report ends in a hint', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const finding = connectFault(refused, 'localhost:4317', true);
  assert.deepEqual([finding.id, finding.severity], ['endpoint-absent', 'fine']);
  assert.match(
    renderReport([finding], { colour: false, root: '/', cwd: '/' }),
    /\n\nAll is well\. A hint: there is no collector yet: npx firstlight dev .*\.\n$/,
  );
  assert.equal(connectFault(refused, 'collector:4317', false).id, 'endpoint-refused');
});

interface Case {
  id: FindingId;
  name: string;
  env: () => Promise<Record<string, string>>;
  detail?: RegExp;
  times?: number;
}

const cases: Case[] = [
  {
    id: 'endpoint-unresolved',
    name: 'a name that does not exist',
    env: async () => to('http://collector.invalid:4317'),
    detail: /^collector\.invalid: /,
  },
  {
    id: 'endpoint-refused',
    name: 'nobody listens',
    env: async () => to((await refusingEndpoint()).url),
    detail: /ECONNREFUSED/,
  },
  { id: 'endpoint-refused', name: 'no such socket', env: async () => to(`unix://${folder}/no.sock`), detail: /ENOENT/ },
  {
    id: 'endpoint-unreachable',
    name: 'an address without a way to it',
    env: async () => to('http://255.255.255.255:4317', SOON),
  },
  {
    id: 'endpoint-silent',
    name: 'it takes the connection and is silent',
    env: async () => to((await blackHole()).url, SOON),
  },
  {
    id: 'endpoint-silent',
    name: 'no handshake',
    env: async () => to((await blackHole()).url.replace('http', 'https'), SOON),
  },
  {
    id: 'endpoint-secured',
    name: 'a certificate that is trusted',
    env: async () => to(grpc(await secure(), 'https'), TRUSTS),
    detail: /^TLSv1\.[23], certificate valid until/,
  },
  {
    id: 'endpoint-untrusted',
    name: 'an authority that nobody knows',
    env: async () => to(grpc(await secure(), 'https')),
    detail: /self-signed/,
  },
  {
    id: 'endpoint-untrusted',
    name: 'the wrong authority',
    env: async () => to(http(await secure(), 'https'), HTTP, { OTEL_EXPORTER_OTLP_CERTIFICATE: stranger.cert }),
  },
  {
    id: 'config-bad-value',
    name: 'an authority that is none',
    env: async () =>
      to(grpc(await secure(), 'https'), { OTEL_EXPORTER_OTLP_CERTIFICATE: join(folder, 'nonsense.pem') }),
  },
  {
    id: 'endpoint-certificate-file',
    name: 'a key of another certificate',
    env: async () =>
      to(grpc(await secure(), 'https'), TRUSTS, {
        OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: client.cert,
        OTEL_EXPORTER_OTLP_CLIENT_KEY: key,
      }),
  },
  { id: 'endpoint-no-tls', name: 'gRPC', env: async () => to(grpc(await collect(), 'https')) },
  { id: 'endpoint-no-tls', name: 'HTTP', env: async () => to(http(await collect(), 'https'), HTTP) },
  { id: 'endpoint-wants-tls', name: 'gRPC', env: async () => to(grpc(await secure())) },
  { id: 'endpoint-wants-tls', name: 'HTTP', env: async () => to(http(await secure()), HTTP) },
  {
    id: 'endpoint-wants-client-certificate',
    name: 'gRPC, none given',
    env: async () => to(grpc(await mutual(), 'https'), TRUSTS),
  },
  {
    id: 'endpoint-wants-client-certificate',
    name: 'HTTP, of another authority',
    env: async () =>
      to(http(await mutual(), 'https'), HTTP, TRUSTS, {
        OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: stranger.cert,
        OTEL_EXPORTER_OTLP_CLIENT_KEY: stranger.key,
      }),
  },
  {
    id: 'signal-accepted',
    name: 'with a client certificate',
    times: 3,
    env: async () =>
      to(grpc(await mutual(), 'https'), TRUSTS, {
        OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: client.cert,
        OTEL_EXPORTER_OTLP_CLIENT_KEY: client.key,
      }),
  },
  {
    id: 'endpoint-no-http2',
    name: 'gRPC to an HTTP port',
    env: async () => to(http(await collect()), GRPC),
    detail: /it (?:hung up|answered in HTTP\/1)$/,
  },
  { id: 'endpoint-not-http1', name: 'HTTP to a gRPC port', env: async () => to(grpc(await collect()), HTTP) },
  {
    id: 'endpoint-not-http1',
    name: 'something else',
    env: async () =>
      to(
        `http://${await listen(
          createTcpServer((socket) => {
            socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.6\r\n');
          }),
        )}`,
        HTTP,
      ),
    detail: /something else/,
  },
  {
    id: 'endpoint-resolved',
    name: 'localhost',
    env: async () => to(grpc(await collect())),
    detail: /^localhost is .*127\.0\.0\.1.*ms$/,
  },
  {
    id: 'endpoint-connected',
    name: 'a collector',
    env: async () => to(grpc(await collect())),
    detail: /^localhost:\d+, in [\d.]+ ms$/,
  },
  { id: 'endpoint-spoken', name: 'gRPC', env: async () => to(grpc(await collect())), detail: /^HTTP\/2, in/ },
  { id: 'endpoint-spoken', name: 'HTTP', env: async () => to(http(await collect()), HTTP), detail: /^HTTP\/1\.1, in/ },
  {
    id: 'signal-accepted',
    name: 'gRPC',
    times: 3,
    env: async () => to(grpc(await collect())),
    detail: /^(?:traces|metrics|logs), in [\d.]+ ms$/,
  },
  { id: 'signal-accepted', name: 'HTTP with protobuf', times: 3, env: async () => to(http(await collect()), HTTP) },
  {
    id: 'signal-accepted',
    name: 'HTTP with JSON',
    times: 3,
    env: async () => to(http(await collect()), { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }),
  },
  {
    id: 'signal-accepted',
    name: 'two endpoints',
    times: 3,
    env: async () =>
      to(grpc(await collect()), {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${http(await collect())}/v1/traces`,
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
      }),
  },
  {
    id: 'signal-unimplemented',
    name: 'traces only',
    times: 2,
    env: async () => to((await tracesOnly()).url),
    detail: /^(?:metrics|logs): UNIMPLEMENTED/,
  },
  {
    id: 'signal-unimplemented',
    name: 'not found',
    times: 3,
    env: async () => to(`http://${await answering(404)}`, HTTP),
    detail: /HTTP 404/,
  },
  {
    id: 'signal-forbidden',
    name: 'gRPC',
    times: 3,
    env: async () => to(grpc(await collect({ respond: () => ({ grpcStatus: 16, message: 'who are you?' }) }))),
    detail: /UNAUTHENTICATED: who are you\?/,
  },
  {
    id: 'signal-forbidden',
    name: 'HTTP',
    times: 3,
    env: async () => to(http(await collect({ respond: () => ({ httpStatus: 403 }) })), HTTP),
    detail: /HTTP 403/,
  },
  {
    id: 'signal-refused',
    name: 'gRPC',
    times: 3,
    env: async () => to(grpc(await collect({ respond: () => ({ grpcStatus: 3, message: 'what?' }) }))),
    detail: /INVALID_ARGUMENT: what\?/,
  },
  {
    id: 'signal-not-otlp',
    name: 'a page',
    times: 3,
    env: async () => to(`http://${await answering(200, { 'content-type': 'text/html; charset=utf-8' })}`, HTTP),
    detail: /a success with text\/html, which is no answer/,
  },
  {
    id: 'signal-unavailable',
    name: 'gRPC',
    times: 3,
    env: async () => to(grpc(await collect({ respond: () => ({ grpcStatus: 14 }) }))),
    detail: /UNAVAILABLE/,
  },
  {
    id: 'signal-unavailable',
    name: 'HTTP',
    times: 3,
    env: async () => to(`http://${await answering(503)}`, HTTP),
    detail: /HTTP 503/,
  },
  {
    id: 'signal-late',
    name: 'gRPC',
    times: 1,
    env: async () =>
      to(grpc(await collect({ respond: () => ({ delayMs: Infinity }) })), SOON, {
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      }),
  },
  {
    id: 'signal-late',
    name: 'HTTP',
    times: 1,
    env: async () =>
      to(http(await collect({ respond: () => ({ delayMs: Infinity }) })), HTTP, SOON, {
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      }),
  },
  {
    id: 'clock-skew',
    name: 'theirs is slow',
    env: async () =>
      to(`http://${await answering(200, { date: new Date(Date.now() - 3_600_000).toUTCString() })}`, HTTP),
    detail: /clock is (?:3599|36\d\d) s behind/,
  },
  {
    id: 'clock-skew',
    name: 'theirs is fast',
    env: async () => to(`http://${await answering(200, { date: new Date(Date.now() + 90_000).toUTCString() })}`, HTTP),
    detail: /s ahead of/,
  },
];

for (const { id, name, env, detail, times = 1 } of cases) {
  test(`${id}: ${name}`, async () => {
    const diagnosis = await diagnose([], await env());
    if (times === 1) return void only(diagnosis, id, detail);
    const mine = diagnosis.findings.filter((finding) => finding.id === id);
    assert.equal(mine.length, times, diagnosis.stdout);
    if (detail) for (const finding of mine) assert.match(finding.detail!, detail);
  });
}
