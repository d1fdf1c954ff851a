// What a file says, and the variables that have the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config, VariableName } from '../../../lib/config';
import { rows, variableNames } from '../../../lib/config/table';
import { isOwn, ownKey } from '../../../lib/config/file/schema/firstlight';
import { loadFile, path } from './load';

const traces = (exporter: string, rest = '') =>
  `tracer_provider:\n  processors:\n    - batch:\n        exporter: { ${exporter} }\n${rest}`;

/** [what, file, values] */
const cases: [string, string, Partial<Record<VariableName, unknown>>][] = [
  [
    'nothing: what the schema says of what is left out',
    '',
    {
      OTEL_TRACES_EXPORTER: [],
      OTEL_METRICS_EXPORTER: [],
      OTEL_LOGS_EXPORTER: [],
      OTEL_PROPAGATORS: [],
      OTEL_NODE_RESOURCE_DETECTORS: ['env'],
      OTEL_SDK_DISABLED: false,
    },
  ],
  ['disabled', 'disabled: true', { OTEL_SDK_DISABLED: true }],
  ['disabled by a variable', 'disabled: ${UNSET:-true}', { OTEL_SDK_DISABLED: true }],
  ['null is the default', 'disabled:\nattribute_limits:\n', { OTEL_SDK_DISABLED: false }],
  ['log_level', 'log_level: trace2', { OTEL_LOG_LEVEL: 'verbose' }],
  ['log_level fatal', 'log_level: fatal', { OTEL_LOG_LEVEL: 'none' }],
  [
    'limits, in hexadecimal too',
    'attribute_limits: { attribute_value_length_limit: 0x10, attribute_count_limit: 0 }',
    { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: 16, OTEL_ATTRIBUTE_COUNT_LIMIT: 0 },
  ],
  [
    'attributes win over attributes_list, and need no quotes',
    'resource:\n  attributes: [{ name: a, value: 1.0 }, { name: "b,c", value: "x=y" }]\n  attributes_list: a=2,d=%20e',
    { OTEL_RESOURCE_ATTRIBUTES: { a: '1.0', d: ' e', 'b,c': 'x=y' } },
  ],
  [
    'an attribute without a value is none',
    'resource: { attributes: [{ name: a, value: "${UNSET}" }, { name: b, value: null }] }',
    { OTEL_RESOURCE_ATTRIBUTES: { a: '' } },
  ],
  [
    'detectors',
    'resource: { detection/development: { detectors: [{ host: }, { aws: }, { service: }] } }',
    { OTEL_NODE_RESOURCE_DETECTORS: ['env', 'host', 'os', 'aws', 'serviceinstance'] },
  ],
  [
    'propagators: both lists, each once',
    'propagator: { composite: [{ b3: }, { tracecontext: }], composite_list: "xray, b3" }',
    { OTEL_PROPAGATORS: ['b3', 'tracecontext', 'xray'] },
  ],
  [
    'OTLP over gRPC',
    traces('otlp_grpc: { endpoint: "https://c:1", timeout: 0, compression: gzip, tls: { insecure: true } }'),
    {
      OTEL_TRACES_EXPORTER: ['otlp'],
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c:1',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: 2 ** 31 - 1,
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TRACES_INSECURE: true,
    },
  ],
  [
    'OTLP over HTTP as JSON, to the default of the schema',
    traces('otlp_http: { encoding: json }'),
    {
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces',
    },
  ],
  [
    'headers win over headers_list',
    traces('otlp_http: { headers: [{ name: A, value: "1,=" }, { name: n, value: }], headers_list: "a=2,b=%203" }'),
    { OTEL_EXPORTER_OTLP_TRACES_HEADERS: { a: '1,=', b: ' 3' } },
  ],
  ['the console', traces('console: '), { OTEL_TRACES_EXPORTER: ['console'] }],
  ['a file that is stdout', traces('otlp_file/development: '), { OTEL_TRACES_EXPORTER: ['console'] }],
  [
    'both, whose batches are those of OTLP’s',
    'logger_provider:\n  processors:\n    - simple: { exporter: { console: } }\n' +
      '    - batch: { max_queue_size: 7, max_export_batch_size: 3, exporter: { otlp_grpc: } }\n',
    {
      OTEL_LOGS_EXPORTER: ['otlp', 'console'],
      OTEL_BLRP_MAX_QUEUE_SIZE: 7,
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: 3,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://localhost:4317',
    },
  ],
  [
    'a simple processor waits for nothing',
    'tracer_provider: { processors: [{ simple: { exporter: { otlp_grpc: } } }] }',
    { OTEL_BSP_SCHEDULE_DELAY: 0 },
  ],
  [
    'a ratio',
    traces('console: ', '  sampler: { trace_id_ratio_based: { ratio: 0.25 } }'),
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 0.25 },
  ],
  [
    'a ratio below a parent',
    traces('console: ', '  sampler: { parent_based: { root: { trace_id_ratio_based: } } }'),
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 1 },
  ],
  ['never', traces('console: ', '  sampler: { always_off: }'), { OTEL_TRACES_SAMPLER: 'always_off' }],
  [
    'metrics, pushed and pulled',
    'meter_provider:\n  readers:\n    - pull: { exporter: { prometheus/development: { port: 0, host: 0.0.0.0 } } }\n' +
      '    - periodic: { interval: 5000, timeout: 400, exporter: { otlp_http: { temporality_preference: low_memory, ' +
      'default_histogram_aggregation: base2_exponential_bucket_histogram } } }\n',
    {
      OTEL_METRICS_EXPORTER: ['otlp', 'prometheus'],
      OTEL_EXPORTER_PROMETHEUS_PORT: 0,
      OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0',
      OTEL_METRIC_EXPORT_INTERVAL: 5000,
      OTEL_METRIC_EXPORT_TIMEOUT: 400,
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'lowmemory',
      OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
    },
  ],
  [
    'conventions: what a domain says wins over the list',
    'instrumentation/development:\n  general:\n    stability_opt_in_list: "http/dup,database,rpc"\n' +
      '    http: { semconv: { version: 1 } }\n    db: { semconv: { version: 1, dual_emit: true } }\n' +
      '    rpc: { semconv: { version: 0 } }\n',
    { OTEL_SEMCONV_STABILITY_OPT_IN: ['http', 'database/dup'] },
  ],
  [
    'firstlight’s own, as lists or texts',
    'instrumentation/development:\n  js:\n    firstlight:\n      log_level: warn\n      ignore_paths: [/health, /metrics/**]\n' +
      '      log_levels: { db: debug }\n      log_redact: a,b\n      enabled_instrumentations: [http, pg]\n' +
      '      request_id_echo: false\n      enabled: false\n      shutdown_timeout_ms: 100\n',
    {
      LOG_LEVEL: 'warn',
      FIRSTLIGHT_IGNORE_PATHS: ['/health', '/metrics/**'],
      FIRSTLIGHT_LOG_LEVELS: [['db', 'debug']],
      FIRSTLIGHT_LOG_REDACT: ['a', 'b'],
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: ['http', 'pg'],
      FIRSTLIGHT_REQUEST_ID_ECHO: false,
      OTEL_ENABLED: false,
      FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: 100,
    },
  ],
  [
    'the same under distribution',
    'distribution: { firstlight: { log_format: console }, other: { a: 1 } }',
    { LOG_FORMAT: 'console' },
  ],
  ['JSON', '{"file_format": "1.0", "disabled": true}', { OTEL_SDK_DISABLED: true }],
  [
    'anchors',
    'file_format: "1.1"\nx: &l 5\nattribute_limits: { attribute_count_limit: *l }',
    { OTEL_ATTRIBUTE_COUNT_LIMIT: 5 },
  ],
];

for (const [what, text, values] of cases)
  test(what, () => {
    const config = loadFile(text);
    for (const [name, expected] of Object.entries(values))
      assert.deepEqual(config[name as VariableName], expected, name);
    assert.deepEqual(
      [...config.problems, ...config.conflicts].filter(({ used }) => !/TLS$|stable names$/.test(used)),
      [],
    );
    assert.deepEqual(
      (config.file?.unsupported ?? []).filter(({ key }) => key !== 'x'),
      [],
    );
  });

/** [what, file, what no variable has] */
const only: [string, string, Partial<Config['file']>][] = [
  [
    'attributes that are not text, a schema, and which of the detected ones',
    'resource:\n  attributes: [{ name: n, value: 2, type: int }, { name: l, value: [a], type: string_array }]\n' +
      '  schema_url: https://opentelemetry.io/schemas/1.16.0\n' +
      '  detection/development: { attributes: { included: [host.*], excluded: [host.id] } }',
    {
      resource: {
        typed: { n: 2, l: ['a'] },
        schemaUrl: 'https://opentelemetry.io/schemas/1.16.0',
        detected: { included: ['host.*'], excluded: ['host.id'] },
      },
    },
  ],
  [
    'a sampler for each parent',
    traces(
      'console: ',
      '  sampler: { parent_based: { root: { always_on: }, remote_parent_sampled: { always_off: } } }',
    ),
    { sampler: { parent_based: { root: { always_on: {} }, remote_parent_sampled: { always_off: {} } } } },
  ],
  [
    'a sampler of rules, with patterns that are no references',
    traces(
      'console: ',
      '  sampler:\n    composite/development:\n      rule_based:\n        rules:\n' +
        '          - { attribute_values: { key: http.route, values: [/health] }, span_kinds: [server], sampler: { always_off: } }\n' +
        '          - { attribute_patterns: { key: span.name, excluded: [a*] }, parent: [none], sampler: { probability: { ratio: 0.5 } } }\n' +
        '          - { sampler: { parent_threshold: { root: { rate_limited: { traces_per_second: 5 } } } } }\n',
    ),
    {
      sampler: {
        'composite/development': {
          rule_based: {
            rules: [
              {
                attribute_values: { key: 'http.route', values: ['/health'] },
                span_kinds: ['server'],
                sampler: { always_off: {} },
              },
              {
                attribute_patterns: { key: 'span.name', excluded: ['a*'] },
                parent: ['none'],
                sampler: { probability: { ratio: 0.5 } },
              },
              {
                sampler: {
                  parent_threshold: { root: { rate_limited: { traces_per_second: 5, sampler: { always_on: {} } } } },
                },
              },
            ],
          },
        },
      },
    },
  ],
  [
    'a probability below a parent, and what is recorded only',
    traces(
      'console: ',
      '  sampler: { parent_based: { root: { always_record: { root: { probability/development: } } } } }',
    ),
    { sampler: { parent_based: { root: { always_record: { root: { 'probability/development': {} } } } } } },
  ],
  [
    'limits of each reader',
    'meter_provider:\n  readers:\n    - periodic: { exporter: { console: }, cardinality_limits: { default: 5, counter: 3 } }\n' +
      '    - pull: { exporter: { prometheus/development: }, cardinality_limits: { gauge: 9 } }\n',
    { cardinality: { console: { default: 5, counter: 3 }, prometheus: { gauge: 9 } } },
  ],
  [
    'what Prometheus reads, by the names of 1.0 too',
    'meter_provider:\n  readers:\n    - pull: { exporter: { prometheus/development: { without_scope_info: true, ' +
      'with_resource_constant_labels: { included: [service*] } } } }\n',
    { prometheus: { scopeInfo: false, targetInfo: true, constantLabels: { included: ['service*'] } } },
  ],
];

for (const [what, text, expected] of only)
  test(what, () => {
    const config = loadFile(text);
    const {
      path: named,
      unsupported,
      ...rest
    } = JSON.parse(JSON.stringify(config.file)) as NonNullable<Config['file']>;
    assert.deepEqual({ named, unsupported, ...rest }, { named: path, unsupported: [], ...expected });
  });

test('each variable of firstlight has a key of its own', () => {
  const own = variableNames.filter((name) => isOwn(name, rows));
  assert.ok(own.length > 25);
  assert.equal(new Set(own.map(ownKey)).size, own.length);
  for (const name of own) {
    const { problems } = loadFile(`distribution: { firstlight: { ${ownKey(name)}: "${rows[name].example}" } }`);
    const expected = problems.filter(({ expected: what }) => !what.includes('PEM file'));
    assert.deepEqual(expected, [], name);
  }
});

test('a sampler of which a part cannot be used is none', () => {
  for (const part of [
    '{ rules: [{ span_kinds: [server] }] }',
    '{ rules: [{ attribute_values: { key: a }, sampler: { always_on: } }] }',
  ]) {
    const config = loadFile(traces('console: ', `  sampler: { composite/development: { rule_based: ${part} } }`));
    assert.equal(config.problems.length, 1);
    assert.equal(config.file?.sampler, undefined);
    assert.deepEqual(config.sampler, { parent_based: { root: { always_on: {} } } });
  }
});

test('limits of a variable go with a sampler that has none, and with no other', () => {
  const env = { FIRSTLIGHT_TRACES_PER_SECOND: '5' };
  const simple = loadFile(traces('console: ', '  sampler: { always_on: }'), env);
  assert.ok(JSON.stringify(simple.sampler).includes('"traces_per_second":5'));
  const own = loadFile(traces('console: ', '  sampler: { probability/development: { ratio: 0.5 } }'), env);
  assert.deepEqual(own.sampler, { 'probability/development': { ratio: 0.5 } });
  assert.deepEqual(
    own.conflicts.map(({ variables }) => variables),
    [['FIRSTLIGHT_TRACES_PER_SECOND']],
  );
});
