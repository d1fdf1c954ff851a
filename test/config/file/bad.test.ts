// Files that cannot be used, in whole or in part: each fault is named with line and column.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig, problemLine } from '../../../lib/config';
import { temporaryFolder } from '../../support/folder';
import { loadFile, path, short } from './load';

/** [file, what was expected, as far as it says why, of the file as a whole] */
const whole: [string, RegExp][] = [
  ['file_format: "1.1"\na: [b', /line 2, column \d: .*flow sequence/i],
  ['file_format: "1.1"\na: b\na: c', /line 3, column 1: Map keys must be unique/],
  ['file_format: "1.1"\n\ta: b', /line 2, column 1: .*tab/i],
  ['file_format: "1.1"\n---\na: b', /line \d, column \d: .*documents/],
  ['file_format: "0.4"', /line 1, column 14: file_format is "0.4", not "1.0" or "1.1"/],
  ['file_format: 2.0', /line 1, column 14: file_format is "2.0"/],
  ['file_format:', /line 1, column 1: file_format is ""/],
  ['# file_format\nfile: x', /line 1, column 1: file_format is missing, it has to be "1.0" or "1.1"/],
  ['# file_format\n', /line 1, column 1: file_format is missing/],
  ['- file_format', /line 1, column 1: this is no mapping/],
  ['file_format: "1.1"\ndisabled: ${A B}', /line 2, column 11: \$\{A B\} is no reference to a variable/],
  ['file_format: "1.1"\ndisabled: *nothing', /line 2, column 11: .*alias/i],
];

for (const [text, reason] of whole)
  test(`${JSON.stringify(text)}: the other variables apply`, () => {
    const config = loadFile(text, { OTEL_SERVICE_NAME: 'shop', OTEL_BSP_SCHEDULE_DELAY: '7' });
    assert.equal(config.problems.length, 1);
    const [problem] = config.problems;
    assert.equal(problem!.variable, 'OTEL_CONFIG_FILE');
    assert.match(problem!.expected, reason);
    assert.equal(problem!.received, path);
    assert.equal(problem!.used, 'the other variables');
    assert.equal(problemLine(config)!.message.split('\n').length, 1);
    assert.equal(config.OTEL_BSP_SCHEDULE_DELAY, 7);
    assert.deepEqual(config.otlp.traces.exporters, ['otlp']);
    assert.equal(config.file, undefined);
    assert.deepEqual(config.suggestions, []);
  });

test('files that are none', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'large.yaml'), 'x'.repeat(5 * 1024 * 1024));
  for (const [name, reason] of [
    ['none.yaml', 'it cannot be read (ENOENT)'],
    ['folder', 'this is no file'],
    ['large.yaml', 'it has more than 4 MiB'],
  ]) {
    const { problems } = loadConfig({ OTEL_CONFIG_FILE: join(folder, name!) }, { cwd: '/', ownRoot: '/nowhere' });
    assert.deepEqual(
      problems.map(({ expected }) => expected),
      [`a configuration file, but ${reason}`],
    );
  }
});

const processor = (exporter: string) =>
  `tracer_provider:\n  processors:\n    - batch:\n        exporter: ${exporter}\n`;

/** [what, file, line:column and key, expected, received, used] */
const values: [string, string, string, RegExp, string, string][] = [
  ['a text for a truth value', 'disabled: "true"', '2:11 disabled', /^true or false$/, 'true', 'false'],
  ['a word', 'log_level: loud', '2:12 log_level', /^one of trace, /, 'loud', 'info'],
  [
    'a negative number',
    'attribute_limits:\n  attribute_count_limit: -1',
    '3:26 attribute_limits.attribute_count_limit',
    /^an integer 0 or more$/,
    '-1',
    '128',
  ],
  [
    'a text for a number',
    'attribute_limits:\n  attribute_count_limit: "12"',
    '3:26 attribute_limits.attribute_count_limit',
    /^an integer$/,
    '12',
    '128',
  ],
  ['a text for a mapping', 'resource: x', '2:11 resource', /^a mapping$/, 'x', 'the default'],
  [
    'a mapping for a list',
    'tracer_provider:\n  processors: {}',
    '3:15 tracer_provider.processors',
    /^a list$/,
    'a mapping',
    'the default',
  ],
  [
    'what is required',
    'tracer_provider:\n  limits: {}',
    '3:3 tracer_provider',
    /^the key processors$/,
    'none',
    'the default',
  ],
  [
    'an exporter twice',
    processor('{ console: , otlp_http: }'),
    '5:9 tracer_provider.processors[0].batch.exporter',
    /^one of otlp_http, otlp_grpc, .* as exporter$/,
    'console, otlp_http',
    'the default',
  ],
  [
    'an exporter without name',
    processor(''),
    '5:9 tracer_provider.processors[0].batch.exporter',
    /^one of otlp_http/,
    'none',
    'the default',
  ],
  [
    'a bad endpoint',
    processor('{ otlp_http: { endpoint: "ftp://x" } }'),
    '5:44 tracer_provider.processors[0].batch.exporter.otlp_http.endpoint',
    /^a URL/,
    'ftp://x',
    'the default',
  ],
  [
    'a certificate that is not there',
    processor('{ otlp_http: { tls: { ca_file: /none.pem } } }'),
    '5:50 tracer_provider.processors[0].batch.exporter.otlp_http.tls.ca_file',
    /^the path of a PEM file/,
    '/none.pem',
    'the default',
  ],
  [
    'headers that are a text',
    processor('{ otlp_http: { headers: "api-key=hunter2" } }'),
    '5:43 tracer_provider.processors[0].batch.exporter.otlp_http.headers',
    /^a list$/,
    '[redacted]',
    'the default',
  ],
  [
    'a header that HTTP/2 forbids',
    processor('{ otlp_http: { headers: [{ name: host, value: hunter2 }] } }'),
    '5:34 tracer_provider.processors[0].batch.exporter.otlp_http.headers',
    /without host/,
    '[redacted]',
    'the default',
  ],
  [
    'an attribute of another type',
    'resource:\n  attributes:\n    - { name: a, value: x, type: int }',
    '4:7 resource.attributes[0]',
    /^a value of the type int$/,
    'x',
    'the default',
  ],
  [
    'a list of attributes that cannot be decoded',
    'resource:\n  attributes_list: a=1,b=%zz',
    '3:20 resource.attributes_list',
    /percent-encoded/,
    'a=1,b=%zz',
    'the default',
  ],
  [
    'a ratio above 1',
    `${processor('{ console: }')}  sampler: { trace_id_ratio_based: { ratio: 2 } }`,
    '6:45 tracer_provider.sampler.trace_id_ratio_based.ratio',
    /^a number from 0 to 1$/,
    '2',
    'the default',
  ],
  [
    'an own setting',
    'distribution: { firstlight: { log_format: xml } }',
    '2:43 distribution.firstlight.log_format',
    /^one of json, console$/,
    'xml',
    'json',
  ],
];

for (const [what, text, place, expected, received, used] of values)
  test(what, () => {
    const config = loadFile(text);
    assert.deepEqual(
      config.problems.map((problem) => short(problem.variable)),
      [place],
    );
    const [problem] = config.problems;
    assert.match(problem!.expected, expected);
    assert.deepEqual([problem!.received, problem!.used], [received, used]);
    assert.ok(!JSON.stringify(config.problems).includes('hunter2'));
    assert.ok(config.file, 'the rest of the file is used');
  });

/** [what, file, line:column and key, reason] */
const unsupported: [string, string, string, RegExp][] = [
  ['a misspelt key', 'tracer_providr: {}', '2:1 tracer_providr', /^no such key, did you mean tracer_provider\?$/],
  [
    'a key of its parent',
    'tracer_provider:\n  processors: [{ simple: { exporter: { console: } } }]\n  views: []',
    '4:3 tracer_provider.views',
    /^no such key$/,
  ],
  [
    'an unknown exporter',
    processor('{ zipkin: { endpoint: x } }'),
    '5:21 tracer_provider.processors[0].batch.exporter.zipkin',
    /^firstlight has no such exporter$/,
  ],
  [
    'a second OTLP endpoint',
    `${processor('{ otlp_http: }')}    - batch: { exporter: { otlp_grpc: } }`,
    '6:7 tracer_provider.processors[1]',
    /^a signal has one OTLP endpoint: the first is used/,
  ],
  [
    'batches of another size',
    'logger_provider:\n  processors:\n    - batch: { exporter: { console: }, schedule_delay: 5 }\n' +
      '    - batch: { exporter: { otlp_http: }, schedule_delay: 6 }',
    '4:56 logger_provider.processors[0].batch.schedule_delay',
    /^there is one such setting: logger_provider.processors\[1\].batch.schedule_delay in line 5 is used$/,
  ],
  [
    'an exemplar filter',
    'meter_provider:\n  readers: [{ periodic: { exporter: { console: } } }]\n  exemplar_filter: always_on',
    '4:3 meter_provider.exemplar_filter',
    /exemplars/,
  ],
  [
    'a view of several instruments with one name',
    'meter_provider:\n  readers: [{ periodic: { exporter: { console: } } }]\n' +
      '  views:\n    - { selector: { instrument_name: "a*" }, stream: { name: b } }',
    '5:7 meter_provider.views[0]',
    /^a view with a name needs the name of one instrument/,
  ],
  [
    'a propagator',
    'propagator: { composite: [{ ottrace: }] }',
    '2:29 propagator.composite[0].ottrace',
    /^firstlight has no such propagator$/,
  ],
];

for (const [what, text, place, reason] of unsupported)
  test(`without effect: ${what}`, () => {
    const { file, problems } = loadFile(text);
    assert.deepEqual(
      file?.unsupported.map(({ line, column, key }) => `${line}:${column} ${key}`),
      [place],
    );
    assert.match(file!.unsupported[0]!.reason, reason);
    assert.deepEqual(problems, []);
  });

test('a file that contains itself is no endless one', () => {
  const text =
    'tracer_provider:\n  processors: [{ simple: { exporter: { console: } } }]\n' +
    '  sampler: &s { parent_based: { root: *s } }';
  assert.ok(loadFile(text).problems.some(({ expected }) => expected === 'less depth'));
});
