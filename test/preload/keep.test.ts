// FIRSTLIGHT_KEEP: errors and slow requests are sent although their trace was not sampled at its start.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type App, explain, onEachRuntime, runApp, type RunResult, startApp } from '../support';

const NONE = { OTEL_TRACES_SAMPLER: 'always_off', FIRSTLIGHT_SLOW_MS: '1000' };
const KEEP = { ...NONE, FIRSTLIGHT_KEEP: 'errors,slow' };
const SAMPLED = 1;

type Requests = readonly string[];
const send = async ({ url }: App, paths: Requests): Promise<void> => {
  for (const path of paths)
    await fetch(url + path).then(
      (response) => response.text(),
      () => {},
    );
};
const names = ({ spans }: RunResult): string[] => spans.map(({ name }) => name).sort();

/** [what, environment, requests, names of the spans that are sent] */
const cases: [string, Record<string, string>, Requests, string[]][] = [
  ['nothing without it', { OTEL_TRACES_SAMPLER: 'always_off' }, ['/fail', '/slow'], []],
  ['a request that is neither', KEEP, ['/ok'], []],
  ['a status of 500 or above, with all spans below it', KEEP, ['/fail'], ['GET', 'inner', 'outer']],
  ['an exception in a span below', KEEP, ['/exception'], ['GET', 'inner', 'outer', 'thrown']],
  ['a slow request', KEEP, ['/slow'], ['GET', 'inner', 'outer']],
  ['slow requests alone', { ...NONE, FIRSTLIGHT_KEEP: 'slow' }, ['/fail', '/slow'], ['GET', 'inner', 'outer']],
  ['errors alone', { ...KEEP, FIRSTLIGHT_KEEP: 'errors' }, ['/fail', '/slow'], ['GET', 'inner', 'outer']],
  ['an error after the response', KEEP, ['/late', '/slow'], ['GET', 'GET', 'inner', 'inner', 'late', 'outer', 'outer']],
  ['what begins after it, by itself', KEEP, ['/later', '/slow'], ['GET', 'inner', 'later', 'outer']],
  ['process.exit after an error: what has ended', KEEP, ['/exit'], ['inner', 'outer', 'thrown']],
  ['a crash: what has ended', KEEP, ['/throw'], ['before', 'inner', 'outer']],
];

onEachRuntime(({ binary: node }) => {
  for (const [what, env, requests, expected] of cases) {
    test(`FIRSTLIGHT_KEEP: ${what}`, async () => {
      const app = await startApp({ fixture: 'preload/keep.cjs', node, env });
      await send(app, requests);
      const result = /exit|throw/.test(requests.join()) ? await app.ended() : await app.stop();
      explain(result, () => {
        assert.deepEqual(names(result), expected);
        assert.ok(
          result.spans.every(({ flags }) => (flags & SAMPLED) === 0),
          'the flag says that it was not sampled',
        );
        assert.ok(!JSON.stringify(result.spans.map(({ status }) => status)).includes('hunter2'));
        const lines = result.out.filter(({ message }) => message === 'request completed');
        assert.ok(lines.every((line) => line.trace_flags === '00'));
      });
    });
  }

  for (const [path, expected] of [
    ['/ok', []],
    ['/fail', ['GET', 'in worker', 'outer']],
    ['/then-fail', ['GET', 'in worker', 'outer']],
    ['/exit', ['in worker', 'outer']],
  ] as const) {
    test(`FIRSTLIGHT_KEEP: a trace with spans in a worker thread, ${path}`, async () => {
      const app = await startApp({ fixture: 'preload/keep-worker.cjs', node, env: KEEP });
      // The first one may be slow.
      await send(app, ['/then-fail', path]);
      const result = path === '/exit' ? await app.ended() : await app.stop();
      explain(result, () => {
        assert.deepEqual(names(result), ['GET', 'in worker', 'outer', ...expected].sort());
        assert.equal(new Set(result.spans.map(({ traceId }) => traceId)).size, expected.length === 0 ? 1 : 2);
      });
    });
  }

  test('FIRSTLIGHT_KEEP: what waits is bounded, what is given up is counted, and a late error is sent', async () => {
    const env = { ...KEEP, FIRSTLIGHT_KEEP: 'errors', FIRSTLIGHT_MAX_QUEUE_BYTES: '65536' };
    const app = await startApp({ fixture: 'preload/keep.cjs', node, env });
    const controller = new AbortController();
    const { signal } = controller;
    const open = Array.from({ length: 60 }, () => fetch(`${app.url}/never`, { signal }).catch(() => {}));
    const line = JSON.parse(await app.waitForLine((each) => each.includes('FL_KEEP_OVERFLOW'))) as Record<
      string,
      number
    >;
    assert.ok(line.traces! >= 20 && line.items! >= 2 * line.traces!, JSON.stringify(line));
    await send(app, ['/fail']);
    controller.abort();
    await Promise.all(open);
    const result = await app.stop();
    explain(result, () => {
      assert.deepEqual(names(result), ['GET', 'inner', 'outer']);
    });
  });

  test('of some thousand requests at a ratio of a tenth, no error and no slow one is lost', async () => {
    const env = {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
      FIRSTLIGHT_KEEP: 'errors,slow',
      FIRSTLIGHT_SLOW_MS: '1000',
    };
    const paths = ['/fail', '/exception', '/slow', '/late', ...new Array<string>(36).fill('/ok')];
    const total = 4000;
    const asked = new Map<string, string>();
    const requests = async ({ url }: App): Promise<void> => {
      for (let first = 0; first < total; first += 200) {
        await Promise.all(
          Array.from({ length: 200 }, async (_, index) => {
            const id = `r${first + index}`;
            const path = paths[index % paths.length]!;
            asked.set(id, path);
            await (await fetch(url + path, { headers: { 'x-request-id': id } })).text();
          }),
        );
      }
      // The spans that come late.
      await (await fetch(`${url}/slow`)).text();
    };
    const result = await runApp({ fixture: 'preload/keep.cjs', node, env, requests });
    explain(result, ({ spans, metrics, out, err }) => {
      const sent = new Map<string, string[]>();
      for (const span of spans) sent.set(span.traceId, [...(sent.get(span.traceId) ?? []), span.name]);
      const roots = new Map(
        spans.filter(({ name }) => name === 'GET').map((span) => [span.attributes['request.id'], span]),
      );
      const counts: Record<string, number> = {};
      for (const [id, path] of asked) {
        const root = roots.get(id);
        if (root === undefined) continue;
        const isSlow = root.durationMs >= 1000;
        counts[path === '/ok' && isSlow ? '/slow' : path] = (counts[path] ?? 0) + 1;
        const below = { '/exception': ['thrown'], '/late': ['late'] }[path] ?? [];
        assert.deepEqual(sent.get(root.traceId)!.sort(), ['GET', 'inner', ...below, 'outer'].sort(), `${id} ${path}`);
      }
      for (const path of ['/fail', '/exception', '/slow', '/late']) {
        const lost = [...asked].filter(([id, each]) => each === path && !roots.has(id));
        assert.deepEqual(lost, [], `${path}: none is lost`);
      }
      const unsampled = [...roots.values()].filter(({ flags, durationMs, attributes }) => {
        const isOk = asked.get(String(attributes['request.id'])) === '/ok';
        return isOk && (flags & SAMPLED) === 0 && durationMs < 1000;
      });
      assert.deepEqual(unsampled, [], 'what is neither is sampled, or not there');
      assert.ok(counts['/ok']! < total / 4, `a tenth of the rest, not ${counts['/ok']}`);
      const duration = metrics.filter(({ name }) => name === 'http.server.request.duration');
      const measured = duration.at(-1)?.points.reduce((all, { count }) => all + Number(count), 0);
      assert.equal(measured, total + 1, 'all are measured');
      assert.equal(out.filter(({ message }) => message === 'request completed').length, total + 1);
      assert.deepEqual(
        err.filter(({ code }) => code === 'FL_KEEP_OVERFLOW'),
        [],
      );
    });
  });
});
