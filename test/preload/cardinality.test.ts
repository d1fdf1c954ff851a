// How many sets of attributes an instrument may have.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

/** [environment, how many points come] */
const cases: [Record<string, string>, number][] = [
  [{}, 100],
  [{ FIRSTLIGHT_METRIC_CARDINALITY_LIMIT: '10' }, 10],
  [{ FIRSTLIGHT_METRIC_CARDINALITY_LIMIT: '10', OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' }, 10],
];

onEachRuntime(({ binary: node }) => {
  for (const [env, count] of cases) {
    test(`${JSON.stringify(env)}: ${count} sets of attributes`, async () => {
      explain(await runApp({ fixture: 'preload/cardinality.cjs', node, env }), ({ metrics }) => {
        const points = metrics.find(({ name }) => name === 'app.names')?.points ?? [];
        assert.equal(points.length, count);
        assert.equal(
          points.reduce((sum, { value }) => sum + Number(value), 0),
          100,
          'nothing is lost',
        );
        assert.equal(
          points.some(({ attributes }) => attributes['otel.metric.overflow'] === true),
          count < 100,
        );
      });
    });
  }
});
