import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../lib/config';
import type { Config, VariableName } from '../../lib/config';

const where = { cwd: '/', ownRoot: '/nowhere' };
const load = (env: NodeJS.ProcessEnv): Config => loadConfig(env, where);
const NO_LIMIT = 2 ** 31 - 1;

/** [variable, text, value] of everything that is understood. */
const good: [VariableName, string, unknown][] = [
  ...['true', 'TRUE', 'True', '1', 'yes', 'YES', 'on', 'On', '  true '].map((text): [VariableName, string, unknown] => [
    'FIRSTLIGHT_STRICT',
    text,
    true,
  ]),
  ...['false', 'FALSE', '0', 'no', 'No', 'off', 'OFF'].map((text): [VariableName, string, unknown] => [
    'OTEL_ENABLED',
    text,
    false,
  ]),
  ['OTEL_SDK_DISABLED', 'TRUE', true],
  ['LOG_FORMAT', 'CONSOLE', 'console'],
  ['LOG_LEVEL', 'WARNING', 'warn'],
  ['LOG_LEVEL', 'Warn', 'warn'],
  ['LOG_LEVEL', 'ERR', 'error'],
  ['LOG_LEVEL', 'fatal', 'error'],
  ['LOG_LEVEL', 'CRITICAL', 'error'],
  ['LOG_LEVEL', 'NOTICE', 'info'],
  ['LOG_LEVEL', 'TRACE', 'silly'],
  ['LOG_LEVEL', 'off', 'silent'],
  ['LOG_LEVEL', 'http', 'http'],
  ['OTEL_LOG_LEVEL', 'VERBOSE', 'verbose'],
  ['OTEL_LOG_LEVEL', 'NONE', 'none'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'HTTP/JSON', 'http/json'],
  ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'grpc', 'grpc'],
  ['OTEL_EXPORTER_OTLP_COMPRESSION', 'GZIP', 'gzip'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '0', NO_LIMIT],
  ['OTEL_EXPORTER_OTLP_LOGS_TIMEOUT', '2500', 2500],
  [
    'OTEL_EXPORTER_OTLP_HEADERS',
    'api-key=secret,Authorization=Basic%20YTpi==',
    { 'api-key': 'secret', authorization: 'Basic YTpi==' },
  ],
  ['OTEL_EXPORTER_OTLP_HEADERS', ' a = b%2Cc , d = e;f ,', { a: 'b,c', d: 'e;f' }],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317', 'collector:4317'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', '[::1]:4317', '[::1]:4317'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'unix:///run/otel.sock', 'unix:///run/otel.sock'],
  ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE', 'Delta', 'delta'],
  ['OTEL_TRACES_EXPORTER', 'OTLP, console', ['otlp', 'console']],
  ['OTEL_TRACES_EXPORTER', 'logging', ['console']],
  ['OTEL_LOGS_EXPORTER', 'otlp/stdout', ['console']],
  ['OTEL_METRICS_EXPORTER', 'prometheus,otlp', ['prometheus', 'otlp']],
  ['OTEL_EXPORTER_PROMETHEUS_PORT', '0', 0],
  ['OTEL_METRICS_EXPORTER', 'none', []],
  ['OTEL_LOGS_EXPORTER', 'None', []],
  ['OTEL_TRACES_SAMPLER', 'ParentBased_TraceIdRatio', 'parentbased_traceidratio'],
  ['OTEL_PROPAGATORS', 'b3,b3multi, b3 ,xray,jaeger', ['b3', 'b3multi', 'xray', 'jaeger']],
  ['OTEL_PROPAGATORS', 'none', []],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,b=x%20y%2C%3D, c = d', { a: '1', b: 'x y,=', c: 'd' }],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=b=c,empty=', { a: 'b=c', empty: '' }],
  ['OTEL_RESOURCE_ATTRIBUTES', '__proto__=x', Object.fromEntries([['__proto__', 'x']])],
  ['OTEL_BSP_SCHEDULE_DELAY', '0', 0],
  ['OTEL_BSP_EXPORT_TIMEOUT', '0', NO_LIMIT],
  ['OTEL_METRIC_EXPORT_INTERVAL', '90000', 90_000],
  ['OTEL_ATTRIBUTE_COUNT_LIMIT', '+64', 64],
  ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', '0', 0],
  ['OTEL_NODE_RESOURCE_DETECTORS', 'env,AWS', ['env', 'aws']],
  ['OTEL_NODE_RESOURCE_DETECTORS', 'none', []],
  ['OTEL_NODE_ENABLED_INSTRUMENTATIONS', 'http,socket.io', ['http', 'socket.io']],
  ['OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'fs, dns', ['fs', 'dns']],
  ['OTEL_SEMCONV_STABILITY_OPT_IN', 'http/dup,database', ['http/dup', 'database']],
  ['OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS', 'X-Tenant, accept', ['x-tenant', 'accept']],
  ['FIRSTLIGHT_TRACE_RESPONSE', 'Server-Timing,traceresponse', ['server-timing', 'traceresponse']],
  ['FIRSTLIGHT_METRIC_CARDINALITY_LIMIT', '50', 50],
  ['FIRSTLIGHT_KEEP', 'slow,errors', ['slow', 'errors']],
  ['FIRSTLIGHT_CAPTURE', 'NONE', 'none'],
  ['FIRSTLIGHT_REQUEST_LOG', 'end', 'end'],
  ['FIRSTLIGHT_REQUEST_ID_HEADER', 'X-Correlation-Id', 'x-correlation-id'],
  ['FIRSTLIGHT_IGNORE_PATHS', '/health,/metrics/**', ['/health', '/metrics/**']],
  ['FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS', '0', 0],
  ['FIRSTLIGHT_MAX_QUEUE_BYTES', '1048576', 1_048_576],
];

for (const [variable, text, value] of good) {
  test(`${variable}=${JSON.stringify(text)} is understood`, () => {
    const config = load({ [variable]: text });
    assert.deepEqual(config[variable], value);
    assert.deepEqual(config.problems, []);
    assert.equal(config.sources[variable], 'environment');
  });
}

/** [variable, text, what was expected, what is used instead] of everything that is refused. */
const bad: [VariableName, string, RegExp, string][] = [
  ['OTEL_ENABLED', 'maybe', /true or false/, 'true'],
  ['OTEL_SDK_DISABLED', '1', /^true or false$/, 'false'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '10abc', /integer 1 or more/, '2048'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '0', /integer 1 or more/, '2048'],
  ['OTEL_BSP_SCHEDULE_DELAY', '-1', /integer from 0 to 2147483647 \(milliseconds\)/, '5000'],
  ['OTEL_BSP_SCHEDULE_DELAY', '1e3', /integer/, '5000'],
  ['OTEL_BSP_SCHEDULE_DELAY', '1.5', /integer/, '5000'],
  ['OTEL_BLRP_SCHEDULE_DELAY', '2147483648', /integer/, '1000'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s', /integer/, '10000'],
  ['LOG_LEVEL', 'loud', /one of error, warn, info, http, verbose, debug, silly, silent/, 'info'],
  ['LOG_FORMAT', 'xml', /one of json, console/, 'json'],
  ['OTEL_TRACES_SAMPLER', 'jaeger_remote', /one of always_on/, 'parentbased_always_on'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.01', /a number from 0 to 1/, '1'],
  ['OTEL_TRACES_SAMPLER_ARG', '-0.1', /a number from 0 to 1/, '1'],
  ['OTEL_TRACES_SAMPLER_ARG', 'half', /a number from 0 to 1/, '1'],
  ['OTEL_TRACES_EXPORTER', 'zipkin', /a list of otlp, console, none \("zipkin" is unknown\)/, 'otlp'],
  ['OTEL_TRACES_EXPORTER', 'console,zipkin', /"zipkin" is unknown/, 'console'],
  ['OTEL_TRACES_EXPORTER', 'otlp,none', /none stands alone/, 'otlp'],
  ['OTEL_PROPAGATORS', 'tracecontxt,b3', /"tracecontxt" is unknown, did you mean tracecontext\?/, 'b3'],
  [
    'OTEL_NODE_RESOURCE_DETECTORS',
    'docker',
    /"docker" is unknown/,
    'env, host, process, container and serviceinstance, read without any waiting',
  ],
  ['OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'fs,expres', /"expres" is unknown, did you mean express\?/, 'fs'],
  [
    'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
    '@opentelemetry/instrumentation-http',
    /names of instrumentations/,
    'all except fs, host-metrics, net, dns, router, connect, express, hapi, koa, nestjs-core, restify',
  ],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,b=%zz', /percent-encoded/, 'none'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,b', /key1=value1/, 'none'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://', /a URL/, 'OTEL_EXPORTER_ENDPOINT'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://collector', /a URL/, 'OTEL_EXPORTER_ENDPOINT'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:99999', /a URL/, 'OTEL_EXPORTER_ENDPOINT'],
  ['OTEL_EXPORTER_ENDPOINT', 'not a url', /a URL/, 'http://localhost:4317'],
  ['OTEL_NODE_DISABLED_INSTRUMENTATIONS', 'a1,b2,c3,d4,e5,f6,g7', /"e5" is unknown.*and 2 more/, 'none'],
  ['FIRSTLIGHT_REQUEST_ID_HEADER', 'x request id', /the name of an HTTP header/, 'x-request-id'],
  ...[
    'content-length',
    'Transfer-Encoding',
    'authorization',
    'Cookie',
    'set-cookie',
    'host',
    'traceparent',
    'sec-fetch-mode',
    'proxy-authorization',
    'access-control-allow-origin',
    'x-api-key',
    'if-match',
    'x-forwarded-for',
    'x-real-ip',
    'x-csrf-token',
  ].map((name): (typeof bad)[number] => [
    'FIRSTLIGHT_REQUEST_ID_HEADER',
    name,
    /that has no other use/,
    'x-request-id',
  ]),
  ['FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS', '3s', /integer/, '3000'],
];

for (const [variable, text, expected, used] of bad) {
  test(`${variable}=${JSON.stringify(text)} is a problem`, () => {
    const { problems } = load({ [variable]: text });
    assert.equal(problems.length, 1);
    const [problem] = problems;
    assert.equal(problem!.variable, variable);
    assert.match(problem!.expected, expected);
    assert.equal(problem!.received, text);
    assert.equal(problem!.used, used);
  });
}

test('every variable takes an empty or blank value as unset', () => {
  const names = Object.keys(load({}).sources);
  for (const blank of ['', '   ', '\t']) {
    assert.deepEqual(load(Object.fromEntries(names.map((name) => [name, blank]))), load({}));
  }
});

test('all bad values are collected at once, the good ones apply', () => {
  const config = load({ OTEL_ENABLED: 'x', LOG_LEVEL: 'y', LOG_FORMAT: 'console', OTEL_BSP_MAX_QUEUE_SIZE: 'z' });
  assert.deepEqual(config.problems.map(({ variable }) => variable).sort(), [
    'LOG_LEVEL',
    'OTEL_BSP_MAX_QUEUE_SIZE',
    'OTEL_ENABLED',
  ]);
  assert.equal(config.LOG_FORMAT, 'console');
});

test('a secret is never in a problem, for any fault', () => {
  const config = load({
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=hunter2,broken',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'bad name=hunter2',
    OTEL_EXPORTER_OTLP_CLIENT_KEY: '-----BEGIN PRIVATE KEY-----hunter2',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:hunter2@host:port/',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'user:hunter2@host:port',
    OTEL_EXPORTER_ENDPOINT: 'http://host:4318/a b?token=hunter2',
  });
  assert.equal(config.problems.length, 6);
  assert.doesNotMatch(JSON.stringify(config.problems), /hunter2/);
  assert.deepEqual(config.otlp.metrics.headers, { 'api-key': 'hunter2' }, 'what can be read is used');
});

test('the configuration is deeply frozen', () => {
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    assert.ok(Object.isFrozen(value));
    Object.values(value).forEach(visit);
  };
  visit(load({ OTEL_RESOURCE_ATTRIBUTES: 'a=b', OTEL_EXPORTER_OTLP_HEADERS: 'a=b', OTEL_BSP_MAX_QUEUE_SIZE: 'x' }));
});

for (const [env, enabled] of [
  [{}, true],
  [{ OTEL_ENABLED: 'no' }, false],
  [{ OTEL_SDK_DISABLED: 'true' }, false],
  [{ OTEL_ENABLED: 'on', OTEL_SDK_DISABLED: 'True' }, false],
] as const) {
  test(`telemetry is ${enabled ? 'on' : 'off'} with ${JSON.stringify(env)}`, () =>
    assert.equal(load(env).telemetryEnabled, enabled));
}

test('limits fall back to the general ones', () => {
  const { limits } = load({
    OTEL_ATTRIBUTE_COUNT_LIMIT: '10',
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '20',
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '30',
  });
  assert.deepEqual(limits.logRecord, { attributeCountLimit: 10, attributeValueLengthLimit: 20 });
  assert.deepEqual(
    [limits.span.attributeCountLimit, limits.span.attributeValueLengthLimit, limits.span.eventCountLimit],
    [30, 20, 128],
  );
  assert.equal(load({}).limits.span.attributeValueLengthLimit, Infinity);
});

test('the environment is left as it was', () => {
  const env = { OTEL_ENABLED: ' maybe ', LOG_LEVL: 'x' };
  load(env);
  assert.deepEqual(env, { OTEL_ENABLED: ' maybe ', LOG_LEVL: 'x' });
});

test('no value makes it throw', () => {
  const pieces = [
    '',
    ' ',
    '=',
    ',',
    '%',
    '%zz',
    '"',
    "'",
    '://',
    'http://',
    '[',
    ']',
    '::1',
    '@',
    '?',
    '#',
    '\\',
    '\u0000',
    '\uD800',
    'é',
    '-',
    '1',
    '9'.repeat(30),
    'none',
    'a'.repeat(5000),
  ];
  const names = Object.keys(load({}).sources);
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 100; round++) {
    const env = Object.fromEntries(
      names.map((name) => [name, Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join('')]),
    );
    const config = load(env);
    for (const { url, timeoutMs } of Object.values(config.otlp)) assert.ok(URL.canParse(url) && timeoutMs > 0, url);
  }
});

test('a value of a megabyte is dealt with at once, and cut where it is printed', () => {
  for (const piece of ['://', '@', 'a,', 'a=b,', '?', '[', ':']) {
    const { problems } = load(
      Object.fromEntries(Object.keys(load({}).sources).map((name) => [name, piece.repeat(20_000)])),
    );
    for (const { variable, received, expected } of problems)
      assert.ok(received.length <= 201 && expected.length < 1000, variable);
  }
});
