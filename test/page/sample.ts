// A shop of two services with a database and a queue, as telemetry.
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { startCollector, type Collector, type LogEntry, type MetricEntry, type SpanRecord } from '../../collector';
import { sketch, type SpanSketch } from '../collector/spans';
import { root } from '../support/app';

const WEB = { 'service.name': 'shop-web', 'process.pid': 11 };
const ORDERS = { 'service.name': 'orders', 'process.pid': 12 };
const MS = 1_000_000n;

/** A collector with the built page. */
export type PageCollector = Collector & { pageUrl: string };

/** Opens a collector with the built page; the test that is given closes it. */
export async function openPage(t?: TestContext): Promise<PageCollector> {
  const collector = await startCollector({ pageFolder: join(root, 'dist', 'page'), maxBytes: 512 * 1024 * 1024 });
  t?.after(() => collector.close());
  return collector as PageCollector;
}

const spanId = (trace: number, at: number): string => (trace * 16 + at + 1).toString(16).padStart(16, '0');
export const traceId = (number: number): string => `5b8e${(number + 1).toString(16).padStart(28, '0')}`;

/** The spans and log lines of one order; of every seventeenth the stock fails. */
export function order(number: number, startNs: bigint): { spans: SpanRecord[]; logs: LogEntry[] } {
  const bad = number % 17 === 3;
  const failed = (message: string): Partial<SpanSketch> => (bad ? { status: { code: 'ERROR', message } } : {});
  const span = (
    at: number,
    parent: number | undefined,
    resource: typeof WEB,
    from: number,
    to: number,
    fields: Omit<SpanSketch, 'id'>,
  ): SpanRecord => ({
    ...sketch({
      id: spanId(number, at),
      from,
      to,
      ...(parent !== undefined && { parent: spanId(number, parent) }),
      ...fields,
    }),
    traceId: traceId(number),
    resource,
    startNs: startNs + BigInt(Math.round(from * 1e6)),
    endNs: startNs + BigInt(Math.round(to * 1e6)),
    scope: { name: '@opentelemetry/instrumentation-http', version: '0.223.0' },
  });
  const server = (route: string, path: string, status: number): Pick<SpanSketch, 'kind' | 'name' | 'attributes'> => ({
    kind: 'SERVER',
    name: `${route.startsWith('/orders') ? 'POST' : 'GET'} ${route}`,
    attributes: {
      'http.request.method': route.startsWith('/orders') ? 'POST' : 'GET',
      'http.route': route,
      'url.path': path,
      'url.scheme': 'http',
      'server.address': 'localhost',
      'server.port': 3000,
      'http.response.status_code': status,
    },
  });
  const exception = {
    name: 'exception',
    timeNs: startNs + 20n * MS,
    attributes: {
      'exception.type': 'PoolError',
      'exception.message': 'connection pool is exhausted',
      'exception.stacktrace':
        'PoolError: connection pool is exhausted\n    at acquire (/app/pool.js:12:9)\n    at async handler ' +
        '(/app/orders.js:40:3)',
    },
  };
  const spans = [
    span(0, undefined, WEB, 0, 48 + (number % 30), {
      ...server('/orders/:id', `/orders/${number}`, bad ? 502 : 201),
      ...failed('orders did not answer'),
    }),
    span(1, 0, WEB, 4, 30, {
      kind: 'CLIENT',
      name: 'GET',
      attributes: {
        'http.request.method': 'GET',
        'url.full': `http://orders:3001/stock/${number}`,
        'server.address': 'orders',
        'server.port': 3001,
        'http.response.status_code': bad ? 503 : 200,
      },
      ...failed(''),
    }),
    span(2, 1, ORDERS, 6, 28, {
      ...server('/stock/:id', `/stock/${number}`, bad ? 503 : 200),
      ...failed('connection pool is exhausted'),
      events: bad ? [exception] : [],
    }),
    span(3, 2, ORDERS, 9, 25, {
      kind: 'CLIENT',
      name: 'pg.query:SELECT',
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'shop',
        'db.query.text': 'SELECT qty FROM stock WHERE id = $1',
        'server.address': 'db',
        'server.port': 5432,
      },
    }),
    span(4, 0, WEB, 34, 37, {
      kind: 'PRODUCER',
      name: 'publish order.placed',
      attributes: { 'messaging.system': 'rabbitmq', 'messaging.destination.name': 'order.placed' },
      links:
        number === 0
          ? []
          : [{ traceId: traceId(number - 1), spanId: spanId(number - 1, 4), attributes: { reason: 'retry' } }],
    }),
  ];
  const log = (ms: bigint, severityNumber: number, at: number, body: string, attributes = {}): LogEntry => ({
    timeNs: startNs + ms * MS,
    severityText: '',
    severityNumber,
    body,
    attributes: { request_id: `request-${number}`, ...attributes },
    traceId: traceId(number),
    spanId: spanId(number, at),
    flags: 1,
    resource: at === 2 ? ORDERS : WEB,
    scope: { name: 'winston' },
  });
  return {
    spans,
    logs: [
      log(1n, 9, 0, 'request started', { method: 'POST', path: `/orders/${number}` }),
      log(12n, 5, 2, `looking up the stock of ${number}`),
      ...(bad ? [log(21n, 17, 2, 'connection pool is exhausted')] : []),
      log(45n, bad ? 17 : 9, 0, 'request completed', {
        method: 'POST',
        path: `/orders/${number}`,
        status_code: bad ? 502 : 201,
        duration_ms: 48.25,
      }),
    ],
  };
}

/** A call of generative AI. */
export function conversation(): SpanRecord {
  const [span] = order(9000, BigInt(Date.now()) * MS).spans;
  const message = (role: string, content: string): object => ({ role, parts: [{ type: 'text', content }] });
  return {
    ...span!,
    name: 'chat gpt-4o',
    kind: 'CLIENT',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 812,
      'gen_ai.usage.output_tokens': 96,
      'gen_ai.input.messages': JSON.stringify([message('user', `Where is my order? ${'Please look. '.repeat(80)}`)]),
      'gen_ai.output.messages': JSON.stringify([
        { role: 'assistant', parts: [{ type: 'tool_call', name: 'find_order', arguments: { id: 7 } }] },
        message('assistant', 'It is on its way.'),
      ]),
      'gen_ai.retrieval.documents': JSON.stringify([{ id: 'faq-3', score: 0.82, content: 'Orders take two days.' }]),
    },
  };
}

/** The last minutes of the shop. */
export function fill({ store }: Collector, orders: number): void {
  const nowNs = BigInt(Date.now()) * MS;
  for (let number = 0; number < orders; number++) {
    const { spans, logs } = order(number, nowNs - BigInt(orders - number) * 700n * MS);
    store.add('traces', spans);
    store.add('logs', logs);
  }
  const gauge = (name: string, seconds: number, value: number, unit: string): MetricEntry => ({
    name,
    unit,
    description: '',
    type: 'gauge',
    resource: WEB,
    scope: { name: 'runtime' },
    points: [{ attributes: {}, timeNs: nowNs - BigInt(seconds) * 1000n * MS, flags: 0, exemplars: [], value }],
  });
  for (let seconds = 300; seconds >= 0; seconds -= 5) {
    const wave = Math.sin(seconds / 40);
    store.add('metrics', [
      gauge('nodejs.eventloop.delay.p50', seconds, 0.0104 + wave / 5000, 's'),
      gauge('nodejs.eventloop.delay.p99', seconds, 0.016 + wave / 300, 's'),
      gauge('nodejs.eventloop.utilization', seconds, 0.3 + wave / 5, '1'),
      gauge('v8js.memory.heap.used', seconds, 3e7 + (300 - seconds) * 2e4 + wave * 2e6, 'By'),
      gauge('jobs.active', seconds, Math.round(4 + 3 * wave), '1'),
    ]);
  }
}
