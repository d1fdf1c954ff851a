// What a search finds, in the language that the page, the command line and coding agents share.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../collector/store/store';
import { parseQuery, QueryError, withCondition } from '../../collector/search/language';
import { createSearch } from '../../collector/search/search';
import { statisticsOf } from '../../collector/search/statistics';
import { suggest } from '../../collector/search/suggestions';
import { order, traceId } from '../page/sample';

const store = createStore(1e9);
for (let number = 0; number < 40; number++) {
  const { spans, logs } = order(number, 1_700_000_000_000_000_000n + BigInt(number) * 1_000_000_000n);
  store.add('traces', spans);
  store.add('logs', logs);
}
const search = createSearch(store);
const traces = (text: string): number[] =>
  search
    .traces({ text })
    .map(({ id }) => Number.parseInt(id.slice(4), 16) - 1)
    .sort((a, b) => a - b);

const BAD = [3, 20, 37];
const TRACES: [query: string, expected: number[]][] = [
  ['/orders/12', [12]],
  ['POOL stock/20', [20]],
  [traceId(7), [7]],
  [`trace=${traceId(7)}`, [7]],
  [order(7, 0n).spans[1]!.spanId, [7]],
  [`span=${order(7, 0n).spans[1]!.spanId}`, [7]],
  ['pool nowhere', []],
  ['status=error', BAD],
  ['status=5xx', BAD],
  ['status>=500 service=orders', BAD],
  ['status=4xx', []],
  ['duration>=76ms kind=server', [28, 29]],
  ['duration>0.0765s', [29]],
  ['service=orders duration>77', []],
  ['service=SHOP-WEB http.route=/orders/:id duration>77', []],
  ['service=else', []],
  ['request=request-12', [12]],
  ['request-12', [12]],
  ['sql="SELECT qty FROM stock WHERE id = $1" url.path=*', []],
  ['db=postgresql level=error', []],
  ['exception=*exhausted', BAD],
  ['exception.type=PoolError', BAD],
  ['level>=error message="connection pool is exhausted"', BAD],
  ['url.path=/orders/1*', [1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]],
  ['kind=server url.path!=/orders/* status!=200', BAD],
  ['name="publish order.placed" queue=order.placed "order.placed" status!=unset', []],
];
for (const [query, expected] of TRACES) test(`traces: ${query}`, () => assert.deepEqual(traces(query), expected));

test('log lines by time, words, level, fields and range', () => {
  const bodies = (text: string, range = {}): unknown[] =>
    search.logs({ text, ...range }).map(({ record }) => record.body);
  assert.equal(bodies('').length, store.logs.length);
  assert.deepEqual(bodies('level>=error service=orders'), Array(3).fill('connection pool is exhausted'));
  assert.deepEqual(bodies('REQUEST-20 completed'), ['request completed']);
  assert.deepEqual(bodies('duration>48 status=502 path=/orders/3'), ['request completed']);
  assert.deepEqual(bodies('', { fromMs: 1_700_000_039_000 }), [
    'request started',
    'looking up the stock of 39',
    'request completed',
  ]);
});

test('lines that come late or at one moment are in order, and what leaves is not found', () => {
  const small = createStore(1e6, { spans: 10, logs: 3, metrics: 10 });
  const found = createSearch(small);
  const [line] = order(0, 0n).logs;
  const add = (body: string, timeNs: bigint): void => small.add('logs', [{ ...line!, body, timeNs }]);
  add('b', 2_000_000n);
  add('c', 2_000_000n);
  add('a', 1_000_000n);
  const bodies = (): unknown[] => found.logs({}).map(({ record }) => record.body);
  assert.deepEqual(bodies(), ['a', 'b', 'c']);
  add('d', 3_000_000n);
  assert.deepEqual(bodies(), ['a', 'c', 'd']);
  assert.equal(found.logsOf(line!.traceId!).length, 3);
});

for (const [query, message] of [
  ['service=', /^service=: expected a value/],
  ['duration>long', /^duration: expected a number or a duration/],
] as const)
  test(`${query} is no query`, () =>
    assert.throws(
      () => parseQuery(query),
      (error) => error instanceof QueryError && message.test(error.message),
    ));

test('quotes, and conditions that are replaced', () => {
  assert.deepEqual(
    parseQuery('a "b \\"c" name="GET /x" http://h/?x=1').map((term) => ('text' in term ? term.text : term.value)),
    ['a', 'b "c', 'GET /x', 'http://h/?x=1'],
  );
  assert.equal(withCondition('a status=error "b c"', 'status', '=', '5xx'), 'a "b c" status=5xx');
  assert.equal(withCondition('status=error', 'status', '=', ''), '');
  assert.equal(withCondition('', 'service', '=', 'a b'), 'service="a b"');
});

test('a pattern of stars takes no longer than its text', () => {
  const before = performance.now();
  search.traces({ text: `url.path=${'*a'.repeat(2000)}` });
  assert.ok(performance.now() - before < 1000);
});

test('suggestions: fields, attributes, and the values that they have', () => {
  const texts = (text: string): string[] => suggest(store, text, text.length).suggestions.map((each) => each.text);
  assert.deepEqual(texts('serv').slice(0, 2), ['service=', 'server.address=']);
  assert.deepEqual(texts('service='), ['service=shop-web', 'service=orders']);
  assert.deepEqual(texts('level='), ['level=info', 'level=debug', 'level=error']);
  assert.deepEqual(texts('x name="publish'), ['name="publish order.placed"']);
  assert.equal(suggest(store, 'x ser', 5).start, 2);
});

test('statistics by route and by outgoing call; each query finds its spans', () => {
  const { routes, calls } = statisticsOf(search.spans({}));
  assert.deepEqual(
    routes.map(({ service, name, count, errors }) => [service, name, count, errors]),
    [
      ['orders', 'GET /stock/:id', 40, 3],
      ['shop-web', 'POST /orders/:id', 40, 3],
    ],
  );
  assert.deepEqual(
    calls.map(({ name, count }) => [name, count]),
    [
      ['GET orders:3001', 40],
      ['postgresql pg.query:SELECT', 40],
      ['publish order.placed', 40],
    ],
  );
  for (const { query, count, p50Ms, p95Ms, slowest } of [...routes, ...calls]) {
    assert.equal(search.spans({ text: query }).length, count, query);
    assert.ok(p50Ms <= p95Ms && p95Ms <= slowest.durationMs);
  }
});
