// Which traces are sampled at their start, by the rates that the environment gives.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type App, explain, onEachRuntime, runApp } from '../support';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const parent = (flags: string) => ({ traceparent: `00-${TRACE}-b7ad6b7169203331-${flags}` });

const ask =
  (...requests: [path: string, headers?: Record<string, string>][]) =>
  async ({ url }: App): Promise<void> => {
    for (const [path, headers = {}] of requests) await (await fetch(url + path, { headers })).text();
  };

/** [what, environment, requests, how many server spans come of them, the tracestate of each] */
const cases: [string, Record<string, string>, [string, Record<string, string>?][], number, string?][] = [
  ['a route without any', { FIRSTLIGHT_TRACES_PER_SECOND: '/none=0' }, [['/none'], ['/none?x'], ['/nonesuch']], 1],
  ['a route with a parameter', { FIRSTLIGHT_TRACES_PER_SECOND: '/u/:id=0' }, [['/u/1'], ['/u/2'], ['/u/2/more']], 1],
  ['a span name', { FIRSTLIGHT_TRACES_PER_SECOND: 'G?T=0' }, [['/'], ['/more']], 0],
  ['the rest', { FIRSTLIGHT_TRACES_PER_SECOND: '0,/some*=1000' }, [['/'], ['/something']], 1, 'ot=th:0'],
  ['a rate that is never reached', { FIRSTLIGHT_TRACES_PER_SECOND: '1000' }, [['/'], ['/out']], 3, 'ot=th:0'],
  [
    'a rate of a ratio',
    {
      FIRSTLIGHT_TRACES_PER_SECOND: '1000',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '1e-9',
    },
    [['/'], ['/'], ['/']],
    0,
  ],
  ['a parent that was sampled', { FIRSTLIGHT_TRACES_PER_SECOND: '0' }, [['/', parent('01')]], 1],
  ['a parent that was not', { FIRSTLIGHT_TRACES_PER_SECOND: '1000' }, [['/', parent('00')]], 0],
  [
    'a parent that the sampler does not follow',
    { FIRSTLIGHT_TRACES_PER_SECOND: '1000', OTEL_TRACES_SAMPLER: 'always_on' },
    [['/out', parent('00')]],
    2,
    'ot=th:0',
  ],
];

onEachRuntime(({ binary: node }) => {
  for (const [what, env, requests, count, tracestate] of cases) {
    test(`FIRSTLIGHT_TRACES_PER_SECOND: ${what}`, async () => {
      const result = await runApp({ fixture: 'preload/server.cjs', node, env, requests: ask(...requests) });
      explain(result, ({ spans, err }) => {
        const servers = spans.filter(({ kind }) => kind === 'SERVER');
        assert.equal(servers.length, count);
        if (tracestate !== undefined) for (const span of spans) assert.equal(span.traceState, tracestate);
        assert.deepEqual(
          err.filter(({ level }) => level !== 'info'),
          [],
        );
      });
    });
  }

  test('a flood is limited; what is sampled is complete, and says how probable it was', async () => {
    const env = { FIRSTLIGHT_TRACES_PER_SECOND: '10', FIRSTLIGHT_REQUEST_LOG: 'none', LOG_LEVEL: 'error' };
    const flood = async ({ url }: App): Promise<void> => {
      for (let round = 0; round < 50; round++)
        await Promise.all(Array.from({ length: 20 }, async () => (await fetch(`${url}/out`)).text()));
    };
    const result = await runApp({ fixture: 'preload/server.cjs', node, env, requests: flood });
    explain(result, ({ spans, durationMs }) => {
      const traces = groups(spans, ({ traceId }) => traceId);
      const expected = 10 * (durationMs / 1000) + 60;
      assert.ok(traces.size >= 10 && traces.size < 2 * expected, `${traces.size} of 1000, expected about ${expected}`);
      for (const members of traces.values()) {
        assert.deepEqual(members.map(({ kind }) => kind).sort(), ['CLIENT', 'SERVER', 'SERVER']);
        assert.equal(new Set(members.map(({ traceState }) => traceState)).size, 1, 'one probability a trace');
        assert.match(members[0]!.traceState!, /^ot=th:[0-9a-f]{1,14}$/);
      }
      assert.ok(spans.some(({ traceState }) => traceState !== 'ot=th:0'));
    });
  });
});

function groups<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return found;
}
