import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../lib/config';

const load = (env: Record<string, string>) => loadConfig(env, { cwd: '/', ownRoot: '/' });
const on = { always_on: {} };
const off = { always_off: {} };
const limit = (perSecond: number, sampler: object = on) => ({
  rate_limited: { traces_per_second: perSecond, sampler },
});
const composite = (sampler: object) => ({ 'composite/development': sampler });

/** [environment, the sampler that it describes] */
const cases: [Record<string, string>, object][] = [
  [{}, { parent_based: { root: on } }],
  [{ OTEL_TRACES_SAMPLER: 'always_on' }, on],
  [{ OTEL_TRACES_SAMPLER: 'always_off' }, off],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { parent_based: { root: off } }],
  [{ OTEL_TRACES_SAMPLER: 'traceidratio' }, { trace_id_ratio_based: { ratio: 1 } }],
  [
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
    { parent_based: { root: { trace_id_ratio_based: { ratio: 0.25 } } } },
  ],
  [{ FIRSTLIGHT_TRACES_PER_SECOND: '100' }, { parent_based: { root: composite(limit(100)) } }],
  [
    {
      FIRSTLIGHT_TRACES_PER_SECOND: '100',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
    },
    { parent_based: { root: composite(limit(100, { probability: { ratio: 0.1 } })) } },
  ],
  [
    { FIRSTLIGHT_TRACES_PER_SECOND: '5', OTEL_TRACES_SAMPLER: 'always_on' },
    {
      parent_based: {
        root: composite(limit(5)),
        remote_parent_sampled: composite(limit(5)),
        remote_parent_not_sampled: composite(limit(5)),
      },
    },
  ],
  [
    { FIRSTLIGHT_TRACES_PER_SECOND: '100,/users/:id=2.5,nightly*=0' },
    {
      parent_based: {
        root: composite({
          rule_based: {
            rules: [
              { attribute_patterns: { key: 'http.route', included: ['/users/:id'] }, sampler: limit(2.5) },
              { attribute_patterns: { key: 'span.name', included: ['nightly*'] }, sampler: off },
              { sampler: limit(100) },
            ],
          },
        }),
      },
    },
  ],
  [
    { FIRSTLIGHT_TRACES_PER_SECOND: '/a=1' },
    {
      parent_based: {
        root: composite({
          rule_based: {
            rules: [
              { attribute_patterns: { key: 'http.route', included: ['/a'] }, sampler: limit(1) },
              { sampler: on },
            ],
          },
        }),
      },
    },
  ],
  [{ FIRSTLIGHT_TRACES_PER_SECOND: '5', OTEL_TRACES_SAMPLER: 'always_off' }, off],
];

for (const [env, sampler] of cases) {
  test(`the sampler of ${JSON.stringify(env)}`, () => {
    assert.deepEqual(load(env).sampler, sampler);
    assert.deepEqual(JSON.parse(JSON.stringify(load(env).sampler)), sampler, 'it is plain data');
  });
}

/** [environment, the variables that do not go together] */
const conflicts: [Record<string, string>, string[]][] = [
  [
    { FIRSTLIGHT_TRACES_PER_SECOND: '5', OTEL_TRACES_SAMPLER: 'always_off' },
    ['FIRSTLIGHT_TRACES_PER_SECOND', 'OTEL_TRACES_SAMPLER'],
  ],
  [{ FIRSTLIGHT_SLOW_MS: '500', FIRSTLIGHT_KEEP: 'errors' }, ['FIRSTLIGHT_SLOW_MS', 'FIRSTLIGHT_KEEP']],
];

for (const [env, variables] of conflicts) {
  test(`${JSON.stringify(env)} do not go together`, () => {
    assert.deepEqual(
      load(env).conflicts.map((conflict) => conflict.variables),
      [variables],
    );
  });
}

/** [text, what is used of it] */
const bad: [string, string][] = [
  ['many', 'no limit'],
  ['-1', 'no limit'],
  ['10,/a=x', '10'],
  ['=5', 'no limit'],
];

for (const [text, used] of bad) {
  test(`FIRSTLIGHT_TRACES_PER_SECOND=${text} is reported`, () => {
    const { problems } = load({ FIRSTLIGHT_TRACES_PER_SECOND: text });
    assert.deepEqual(
      problems.map((problem) => [problem.variable, problem.used]),
      [['FIRSTLIGHT_TRACES_PER_SECOND', used]],
    );
  });
}
