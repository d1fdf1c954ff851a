import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClosers } from '../../lib/lifecycle';
import { explain, onEachRuntime, runApp } from '../support';

/** One more trace of a start: with telemetry, without, and with all that the app writes taken as lines. */
const settings: Record<string, Record<string, string>> = {
  'all of it': {},
  'without telemetry': { OTEL_ENABLED: 'false' },
  'with raw writes': { FIRSTLIGHT_CAPTURE: 'all' },
};

onEachRuntime(({ binary }) => {
  for (const [name, env] of Object.entries(settings)) {
    test(`close(): ${name}: everything is flushed, and the process is as it was`, async () => {
      const result = await runApp({ fixture: 'preload/closes.cjs', preload: 'none', node: binary, env });
      explain(result, ({ code, out, stdout, spans, logs, metrics }) => {
        assert.equal(code, 0);
        const report = out.at(-1)!;
        assert.ok(report.during > 10, 'much was replaced');
        assert.deepEqual([report.left, report.open], [[], []]);
        assert.match(stdout, /^handled\n/, 'before, and after, lines are what they are without firstlight');
        assert.deepEqual(
          out.slice(0, -1).map(({ message }) => message),
          ['while it runs', 'request started', 'handled', 'request completed'],
        );
        if (env['OTEL_ENABLED'] === 'false') return;
        assert.deepEqual(spans.map(({ kind }) => kind).sort(), ['CLIENT', 'SERVER']);
        assert.equal(logs.filter(({ body }) => body === 'handled').length, 1);
        assert.ok(metrics.length > 0, 'metrics');
      });
    });
  }
});

describe('closers', () => {
  test('the last is closed first, each once, even if one throws', async () => {
    const closed: string[] = [];
    const errors: unknown[] = [];
    const closers = createClosers((error) => errors.push(error));
    closers.add(() => closed.push('first'));
    closers.add(undefined);
    closers.add(() => {
      throw new Error('no');
    });
    closers.add(() => Promise.resolve().then(() => closed.push('last')));
    await closers.close();
    await closers.close();
    assert.deepEqual(closed, ['last', 'first']);
    assert.equal(errors.length, 1);
  });
});
