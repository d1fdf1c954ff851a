// Telemetry goes through the proxies of the environment as Node.js and gRPC have them, and so does the first attempt.
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';
import { explain, onEachRuntime, openCollector, runApp } from '../support';

interface Case {
  title: string;
  protocol: 'grpc' | 'http/protobuf';
  /** `PROXY` stands for its URL. */
  env: Record<string, string>;
  /** Default: one that only the proxy can find. */
  host?: '127.0.0.1' | 'localhost';
  /** Whether the data goes through the proxy. */
  proxied: boolean;
  code?: string;
  /** The first Node.js that has proxies over HTTP. */
  from?: 24;
}

const FAR = 'collector.invalid';
const USE = { NODE_USE_ENV_PROXY: '1' };

const cases: Case[] = [
  ...['grpc_proxy', 'https_proxy', 'http_proxy'].map((name): Case => ({
    title: name,
    protocol: 'grpc',
    env: { [name]: 'PROXY' },
    proxied: true,
  })),
  ...(['127.0.0.1', 'localhost'] as const).map((host): Case => ({
    title: `loopback is never sent through one: ${host}`,
    protocol: 'grpc',
    env: { https_proxy: 'PROXY' },
    host,
    proxied: false,
  })),
  {
    title: 'one that is malformed is one line',
    protocol: 'grpc',
    env: { https_proxy: 'proxy without a scheme' },
    host: '127.0.0.1',
    proxied: false,
    code: 'FL_EXPORT_PROXY',
  },
  {
    title: 'one with TLS, which gRPC cannot use, is one line',
    protocol: 'grpc',
    env: { grpc_proxy: 'https://127.0.0.1:9' },
    host: '127.0.0.1',
    proxied: false,
    code: 'FL_EXPORT_PROXY',
  },
  {
    title: 'not unless Node.js is asked to',
    protocol: 'http/protobuf',
    env: { HTTP_PROXY: 'PROXY', http_proxy: 'PROXY' },
    host: '127.0.0.1',
    proxied: false,
  },
  {
    title: 'HTTP_PROXY',
    protocol: 'http/protobuf',
    env: { ...USE, HTTP_PROXY: 'PROXY' },
    proxied: true,
    from: 24,
  },
  {
    title: 'NO_PROXY',
    protocol: 'http/protobuf',
    env: { ...USE, HTTP_PROXY: 'PROXY', NO_PROXY: '127.0.0.1' },
    host: '127.0.0.1',
    proxied: false,
    from: 24,
  },
];

onEachRuntime(({ binary, major }) => {
  describe('side by side', { concurrency: 4 }, () => {
    for (const { title, protocol, env, host, proxied, code, from = 0 } of cases)
      for (const thread of ['true', 'false'])
        test(
          `${protocol}, ${title}, exporter thread: ${thread}`,
          { skip: major < from && 'this Node.js has no proxies' },
          async () => {
            const collector = await openCollector();
            const proxy = await openProxy();
            const port = protocol === 'grpc' ? collector.grpcPort : collector.httpPort;
            const result = await runApp({
              fixture: 'preload/ending.cjs',
              args: ['natural'],
              node: binary,
              collector,
              env: {
                ...Object.fromEntries(
                  Object.entries(env).map(([name, value]) => [name, value.replace('PROXY', proxy.url)]),
                ),
                OTEL_EXPORTER_OTLP_ENDPOINT: `http://${host ?? FAR}:${port}`,
                OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
                FIRSTLIGHT_EXPORTER_THREAD: thread,
              },
            });
            explain(result, ({ spans, stderr, err }) => {
              // It answers under names of this machine only; the refusal shows who was reached.
              const codes = err.map((line) => String(line.code)).filter((each) => /^FL_EXPORT_(?!IN_APP)/.test(each));
              assert.equal(codes.includes('FL_EXPORT_REJECTED'), proxied);
              if (!proxied) assert.equal(spans.filter(({ scope }) => scope.name === 'app').length, 20);
              assert.equal(proxy.asked.length > 0, proxied, proxy.asked.join());
              assert.ok(
                stderr.split('\n').every((line) => line === '' || line.startsWith('{')),
                stderr,
              );
              if (!proxied) assert.deepEqual(codes, code ? [code] : []);
            });
          },
        );
  });
});

const proxies: (() => void)[] = [];
after(() => proxies.forEach((close) => close()));

/** A proxy that looks for every host on this machine. */
async function openProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const { port, pathname } = new URL(incoming.url!);
    const { method, headers } = incoming;
    incoming.pipe(
      request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      }).on('error', () => response.destroy()),
    );
  });
  server.on('connect', ({ url }, socket) => {
    asked.push(`CONNECT ${url}`);
    const far = connect(Number(url!.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(far).pipe(socket);
    });
    far.on('error', () => socket.destroy());
    socket.on('error', () => far.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  proxies.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
