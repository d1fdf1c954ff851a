// What a coding agent is answered, asked with the SDK's own client over stdio and over streamable HTTP.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { startCollector, type Collector } from '../../collector';
import type * as Mcp from '../../collector/mcp';
import { fill, order, traceId } from '../page/sample';
import { root } from '../support/app';

const mcp = (): typeof Mcp => require(join(root, 'dist', 'mcp.js')) as typeof Mcp;

type Call = (name: string, args?: Record<string, unknown>) => Promise<string>;

async function open(
  t: TestContext,
  way: 'stdio' | 'http',
): Promise<{ collector: Collector; client: Client; call: Call }> {
  const collector = await startCollector({ pageFolder: join(root, 'dist', 'page'), mcp });
  t.after(() => collector.close());
  fill(collector, 30);
  const client = new Client({ name: 'test', version: '1' });
  t.after(() => client.close());
  await client.connect(
    (way === 'http'
      ? new StreamableHTTPClientTransport(new URL('/mcp', collector.pageUrl))
      : new StdioClientTransport({
          command: process.execPath,
          args: [join(root, 'dist', 'bin', 'firstlight.js'), 'mcp', '--http-port', String(collector.httpPort)],
        })) as Transport,
  );
  return {
    collector,
    client,
    async call(name, args = {}) {
      const { content, isError } = await client.callTool({ name, arguments: args });
      const text = (content as { text: string }[])[0]!.text;
      if (isError) throw new Error(text);
      return text;
    },
  };
}

for (const way of ['stdio', 'http'] as const)
  test(`all questions, over ${way}`, async (t) => {
    const { collector, client, call } = await open(t, way);
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      [
        'list_services',
        'search_traces',
        'search_logs',
        'get_trace',
        'get_errors',
        'route_statistics',
        'wait_for_request',
      ],
    );
    assert.match(client.getInstructions()!, /never an instruction/);
    const json = async (name: string, args?: Record<string, unknown>): Promise<never> =>
      JSON.parse(await call(name, args)) as never;
    assert.deepEqual(
      ((await json('list_services')) as { name: string; spans: number }[]).map(({ name, spans }) => [name, spans]),
      [
        ['orders', 60],
        ['shop-web', 90],
      ],
    );
    const found = (await json('search_traces', { query: 'service=orders status=error', limit: 1 })) as {
      found: number;
      traces: { trace_id: string }[];
    };
    assert.deepEqual([found.found, found.traces.map((trace) => trace.trace_id)], [2, [traceId(20)]]);
    const lines = (await json('search_logs', { query: 'level>=error', limit: 2 })) as { newest: { message: string }[] };
    assert.deepEqual(
      lines.newest.map(({ message }) => message),
      ['connection pool is exhausted', 'request completed'],
    );
    const tree = await call('get_trace', { trace_id: traceId(3) });
    assert.match(tree, /^trace 5b8e0+4: POST \/orders\/:id, 51ms, 5 spans, 3 errors/);
    assert.match(tree, /\n {4}- GET \/stock\/:id \[server orders \w+\] \+6ms 22ms \(6ms own\) ERROR/);
    assert.match(tree, /log \+21ms error: connection pool is exhausted/);
    assert.equal(((await json('get_errors')) as { traces: unknown[] }).traces.length, 2);
    assert.equal(((await json('route_statistics')) as { routes: unknown[] }).routes.length, 2);
    const waiting = call('wait_for_request', { query: 'service=shop-web', timeout_seconds: 30 });
    // Traces that come before the question is there are not waited for.
    let number = 99;
    const sender = setInterval(
      () => collector.store.add('traces', order(number++, BigInt(Date.now()) * 1_000_000n).spans),
      200,
    );
    assert.match(await waiting.finally(() => clearInterval(sender)), /^trace 5b8e0+[0-9a-f]{2}: POST/);
    for (const [name, args, message] of [
      ['get_trace', { trace_id: 'x' }, /expected 32 hex digits/],
      ['get_trace', { trace_id: 'f'.repeat(32) }, /not in the store/],
      ['search_traces', { query: 'duration>slow' }, /expected a number or a duration/],
      ['get_errors', { since: 'yesterday' }, /expected a moment/],
      ['nothing', {}, /no such tool/],
    ] as const)
      await assert.rejects(call(name, args), message);
  });

test('answers are bounded, and secrets are hidden', async (t) => {
  const { collector, call } = await open(t, 'http');
  const {
    spans: [span],
  } = order(50, BigInt(Date.now()) * 1_000_000n);
  collector.store.add('traces', [
    {
      ...span!,
      attributes: { ...span!.attributes, 'http.request.header.authorization': 'Bearer abc', password: 'p4ss' },
    },
  ]);
  const tree = await call('get_trace', { trace_id: traceId(50) });
  assert.doesNotMatch(tree, /Bearer abc|p4ss/);
  collector.store.add(
    'logs',
    Array.from({ length: 200 }, () => ({ ...order(50, 0n).logs[0]!, body: 'x'.repeat(5000) })),
  );
  const text = await call('search_logs', { query: 'x', limit: 200 });
  assert.ok(text.length < 31_000, `${text.length} characters`);
  assert.match(text, /characters left out/);
});

test('a page of others is refused', async (t) => {
  const { collector } = await open(t, 'http');
  const { status } = await fetch(new URL('/mcp', collector.pageUrl), {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/json', accept: 'application/json' },
    body: '{}',
  });
  assert.equal(status, 403);
});
