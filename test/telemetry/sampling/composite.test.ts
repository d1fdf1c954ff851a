import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTraceState, ROOT_CONTEXT, SpanKind, trace, type Attributes } from '@opentelemetry/api';
import type { ComposableDescription } from '../../../lib/config';
import { createComposite } from '../../../lib/telemetry/sampling/composite';
import { probabilityOf, thresholdOf } from '../../../lib/telemetry/sampling/threshold';

const SAMPLED = 2;
/** Trace IDs by how much of the randomness is below them. */
const LOW = `${'0'.repeat(18)}00000000000001`;
const HIGH = `${'0'.repeat(18)}ffffffffffffff`;

interface Asked {
  readonly traceId?: string;
  readonly name?: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly parent?: { readonly sampled: boolean; readonly isRemote?: boolean; readonly tracestate?: string };
}

function ask(description: ComposableDescription, asked: Asked): { sampled: boolean; ot: string | undefined } {
  const { traceId = HIGH, name = 'GET', kind = SpanKind.SERVER, attributes = {}, parent } = asked;
  const context = parent
    ? trace.setSpanContext(ROOT_CONTEXT, {
        traceId,
        spanId: '1234567890abcdef',
        traceFlags: parent.sampled ? 1 : 0,
        isRemote: parent.isRemote ?? true,
        ...(parent.tracestate && { traceState: createTraceState(parent.tracestate) }),
      })
    : ROOT_CONTEXT;
  const result = createComposite(description).shouldSample(context, traceId, name, kind, attributes, []);
  return { sampled: result.decision === SAMPLED, ot: result.traceState?.get('ot') };
}

const tenth: ComposableDescription = { probability: { ratio: 0.1 } };
const rule = (conditions: object, sampler: ComposableDescription = { always_on: {} }): ComposableDescription => ({
  rule_based: { rules: [{ ...conditions, sampler }] },
});
const path = (value: string): Attributes => ({ 'url.path': value });

/** [what, description, span, whether it is sampled, the tracestate's `ot`] */
const cases: [string, ComposableDescription, Asked, boolean, string?][] = [
  ['always_on writes a probability of 1', { always_on: null }, {}, true, 'th:0'],
  ['always_off', { always_off: {} }, {}, false],
  ['a tenth, of high randomness', tenth, {}, true, 'th:e666'],
  ['a tenth, of low randomness', tenth, { traceId: LOW }, false],
  ['without a ratio: all', { probability: null }, { traceId: LOW }, true, 'th:0'],
  ['a ratio of 0: none', { probability: { ratio: 0 } }, {}, false],
  [
    'explicit randomness counts more than the trace ID, and stays',
    tenth,
    { traceId: LOW, parent: { sampled: true, tracestate: 'ot=rv:ffffffffffffff,other=1' } },
    true,
    'th:e666;rv:ffffffffffffff',
  ],
  [
    'a parent’s threshold is taken out of the tracestate of what is dropped',
    { always_off: {} },
    { parent: { sampled: true, tracestate: 'ot=th:8' } },
    false,
  ],
  [
    'parent_threshold follows a sampled parent, with its threshold',
    { parent_threshold: { root: { always_off: {} } } },
    { parent: { sampled: true, tracestate: 'ot=th:8' } },
    true,
    'th:8',
  ],
  [
    'parent_threshold follows a parent that dropped',
    { parent_threshold: { root: { always_on: {} } } },
    { parent: { sampled: false } },
    false,
  ],
  ['parent_threshold: a root', { parent_threshold: { root: tenth } }, {}, true, 'th:e666'],
  ['no rules: none', { rule_based: null }, {}, false],
  ['no conditions: all', rule({}), {}, true, 'th:0'],
  ['no rule fits: none', rule({ span_kinds: ['client'] }), {}, false],
  ['span_kinds', rule({ span_kinds: ['client', 'server'] }), {}, true, 'th:0'],
  ['parent: none', rule({ parent: ['none'] }), {}, true, 'th:0'],
  ['parent: local is not remote', rule({ parent: ['remote'] }), { parent: { sampled: true, isRemote: false } }, false],
  ['parent: local', rule({ parent: ['local'] }), { parent: { sampled: true, isRemote: false } }, true, 'th:0'],
  [
    'values are compared as texts',
    rule({ attribute_values: { key: 'a', values: ['404'] } }),
    { attributes: { a: 404 } },
    true,
    'th:0',
  ],
  [
    'of an array, any',
    rule({ attribute_values: { key: 'a', values: ['y'] } }),
    { attributes: { a: ['x', 'y'] } },
    true,
    'th:0',
  ],
  ['an attribute that is not there', rule({ attribute_patterns: { key: 'a' } }), {}, false],
  [
    'patterns',
    rule({ attribute_patterns: { key: 'url.path', included: ['/a*/?'] } }),
    { attributes: path('/abc/d/e') },
    true,
    'th:0',
  ],
  [
    'a pattern is the whole value',
    rule({ attribute_patterns: { key: 'url.path', included: ['/a'] } }),
    { attributes: path('/ab') },
    false,
  ],
  [
    'excluded wins',
    rule({ attribute_patterns: { key: 'url.path', included: ['/a*'], excluded: ['*/health'] } }),
    { attributes: path('/a/health') },
    false,
  ],
  [
    'the name of a span',
    rule({ attribute_patterns: { key: 'span.name', included: ['night*'] } }),
    { name: 'nightly' },
    true,
    'th:0',
  ],
  [
    'a route',
    rule({ attribute_patterns: { key: 'http.route', included: ['/users/:id'] } }),
    { attributes: path('/users/7') },
    true,
    'th:0',
  ],
  [
    'a route has a segment there',
    rule({ attribute_patterns: { key: 'http.route', included: ['/users/{id}'] } }),
    { attributes: path('/users/7/x') },
    false,
  ],
  ['all conditions', rule({ span_kinds: ['server'], parent: ['remote'] }), {}, false],
  [
    'the first rule that fits',
    { rule_based: { rules: [{ span_kinds: ['client'], sampler: { always_on: {} } }, { sampler: tenth }] } },
    { traceId: LOW },
    false,
  ],
  ['a rate, of the first span', { rate_limited: { traces_per_second: 1 } }, { traceId: LOW }, true, 'th:0'],
  [
    'a rate of what another sampler would sample',
    { rate_limited: { traces_per_second: 1, sampler: tenth } },
    { traceId: LOW },
    false,
  ],
];

for (const [what, description, asked, sampled, ot] of cases) {
  test(`composite/development: ${what}`, () => {
    assert.deepEqual(ask(description, asked), { sampled, ot });
  });
}

test('a description of an unknown sampler is refused by name', () => {
  assert.throws(() => createComposite({ sometimes: {} } as never), /no sampler is called sometimes/);
});

/** [probability, threshold without the zeros at its end] */
const thresholds: [number, string][] = [
  [1, '0'],
  [0.5, '8'],
  [0.25, 'c'],
  [1 / 3, 'aaab'],
  [0.01, 'fd70a'],
  [2 ** -56, 'ffffffffffffff'],
  [1e-30, 'ffffffffffffff'],
];

for (const [probability, digits] of thresholds) {
  test(`the threshold of ${probability} is ${digits}`, () => {
    const threshold = thresholdOf(probability);
    assert.equal(threshold.toString(16).padStart(14, '0').replace(/0+$/, '') || '0', digits);
    if (probability > 1e-9) assert.ok(Math.abs(probabilityOf(threshold) / probability - 1) < 0.001);
  });
}
