import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { explain, onEachRuntime, onlySpan, runApp, startApp, type App } from '../support';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const headers = (id: string) => ({
  'x-request-id': id,
  traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  tracestate: 'vendor=1',
  baggage: 'tenant=t1',
});

onEachRuntime(({ binary }) => {
  describe('the environment of a child', () => {
    let app: App;
    before(async () => {
      app = await startApp({ fixture: 'propagation/children.cjs', node: binary });
    });
    after(() => app.stop());
    const ask = async (way: string) =>
      JSON.parse(await (await fetch(`${app.url}/${way}`, { headers: headers(`r-${way}`) })).text()) as Record<
        string,
        string | undefined
      >;

    for (const way of ['fork', 'spawn', 'exec', 'execFile', 'spawnSync', 'execSync', 'execFileSync']) {
      test(`${way}: trace, baggage and request ID`, async () => {
        const { TRACEPARENT = '', ...rest } = await ask(way);
        assert.match(TRACEPARENT, new RegExp(`^00-${TRACE}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
        assert.deepEqual(rest, { TRACESTATE: 'vendor=1', BAGGAGE: 'tenant=t1', FIRSTLIGHT_REQUEST_ID: `r-${way}` });
      });
    }
    for (const way of ['own', 'ownSync']) {
      test(`${way}: an env that the app passes stays as it is`, async () =>
        assert.deepEqual(await ask(way), { MARK: 'own' }));
    }
    test('started outside of any request: nothing', async () => assert.deepEqual(await ask('outside'), {}));

    test('two requests at the same time have a child each', async () => {
      const answers = await Promise.all(
        ['a', 'b'].map(
          async (id) =>
            JSON.parse(await (await fetch(`${app.url}/spawn`, { headers: { 'x-request-id': id } })).text()) as Record<
              string,
              string
            >,
        ),
      );
      assert.deepEqual(
        answers.map((answer) => answer.FIRSTLIGHT_REQUEST_ID),
        ['a', 'b'],
      );
    });
  });

  const born = async (way: string, file: string) => {
    const result = await runApp({
      fixture: 'propagation/born.mjs',
      node: binary,
      preload: 'options',
      requests: async ({ url }) => {
        await (await fetch(`${url}/?way=${way}&file=./${file}`, { headers: { 'x-request-id': 'r-1' } })).text();
      },
    });
    return { result, line: (message: string) => result.out.find((each) => each.message === message) };
  };

  for (const way of ['spawn', 'thread']) {
    test(`${way}: a script belongs to its request from the first line to the last`, async () => {
      const { result, line } = await born(way, 'born-script.mjs');
      explain(result, ({ spans }) => {
        const server = onlySpan(
          spans,
          ({ kind, parentSpanId }) => kind === 'SERVER' && parentSpanId === undefined,
          'server span',
        );
        for (const message of ['script begins', 'script ends'])
          assert.deepEqual([line(message)?.request_id, line(message)?.trace_id], ['r-1', server.traceId], message);
        onlySpan(
          spans,
          (span) => span.kind === 'CLIENT' && span.parentSpanId === server.spanId,
          'client span of the script',
        );
      });
    });
  }

  for (const way of ['fork', 'thread']) {
    test(`${way}: what only waits for time to pass does not wear the request for ever`, async () => {
      const { result, line } = await born(way, 'born-poller.mjs');
      explain(result, () => {
        assert.equal(line('poller begins')?.request_id, 'r-1');
        const later = line('poller wakes ');
        assert.deepEqual(
          [later?.level, later?.request_id, later?.trace_id],
          ['info', undefined, undefined],
          'neither it nor its children',
        );
      });
    });
  }

  test('cluster: a worker serves any request, and starts without one', async () => {
    const { result, line } = await born('cluster', 'born-poller.mjs');
    explain(result, () =>
      assert.deepEqual(
        [line('poller begins')?.message, line('poller begins')?.request_id],
        ['poller begins', undefined],
      ),
    );
  });
});
