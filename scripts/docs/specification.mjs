// The variables of OpenTelemetry's specification, in its order, and what becomes of each: docs/standard.md. The list is
// that of https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and
// https://opentelemetry.io/docs/specs/otel/protocol/exporter/, version 1.60; test/config/standard.test.ts holds it
// against the code.
const OTLP = [
  'ENDPOINT',
  'INSECURE',
  'CERTIFICATE',
  'CLIENT_KEY',
  'CLIENT_CERTIFICATE',
  'HEADERS',
  'COMPRESSION',
  'TIMEOUT',
  'PROTOCOL',
];
const batch = (prefix) =>
  ['SCHEDULE_DELAY', 'EXPORT_TIMEOUT', 'MAX_QUEUE_SIZE', 'MAX_EXPORT_BATCH_SIZE'].map((name) => prefix + name);

/** [section, names] */
export const specification = [
  [
    'General',
    [
      'OTEL_SDK_DISABLED',
      'OTEL_ENTITIES',
      'OTEL_RESOURCE_ATTRIBUTES',
      'OTEL_SERVICE_NAME',
      'OTEL_LOG_LEVEL',
      'OTEL_PROPAGATORS',
      'OTEL_TRACES_SAMPLER',
      'OTEL_TRACES_SAMPLER_ARG',
    ],
  ],
  ['Batch span processor', batch('OTEL_BSP_')],
  ['Batch log record processor', batch('OTEL_BLRP_')],
  [
    'Limits',
    [
      'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
      'OTEL_ATTRIBUTE_COUNT_LIMIT',
      'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
      'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
      'OTEL_SPAN_EVENT_COUNT_LIMIT',
      'OTEL_SPAN_LINK_COUNT_LIMIT',
      'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
      'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
      'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT',
      'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT',
    ],
  ],
  [
    'OTLP exporter',
    [
      ...['', 'TRACES_', 'METRICS_', 'LOGS_'].flatMap((signal) =>
        OTLP.map((name) => `OTEL_EXPORTER_OTLP_${signal}${name}`),
      ),
      'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
      'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
      'OTEL_EXPORTER_OTLP_SPAN_INSECURE',
      'OTEL_EXPORTER_OTLP_METRIC_INSECURE',
    ],
  ],
  [
    'Zipkin exporter',
    ['OTEL_EXPORTER_ZIPKIN_ENDPOINT', 'OTEL_EXPORTER_ZIPKIN_TIMEOUT', 'OTEL_EXPORTER_ZIPKIN_PROTOCOL'],
  ],
  ['Prometheus exporter', ['OTEL_EXPORTER_PROMETHEUS_HOST', 'OTEL_EXPORTER_PROMETHEUS_PORT']],
  ['Exporters of the signals', ['OTEL_TRACES_EXPORTER', 'OTEL_METRICS_EXPORTER', 'OTEL_LOGS_EXPORTER']],
  ['Metrics', ['OTEL_METRICS_EXEMPLAR_FILTER', 'OTEL_METRIC_EXPORT_INTERVAL', 'OTEL_METRIC_EXPORT_TIMEOUT']],
  ['Semantic conventions', ['OTEL_SEMCONV_STABILITY_OPT_IN', 'OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN']],
  ['Declarative configuration', ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE']],
];

/** What becomes of a variable: `read`, or why it has no effect. Throws an Error for one that no table knows. */
export function effectOf(name, { rows, unsupported, renamed }) {
  if (Object.hasOwn(rows, name)) return 'read';
  if (Object.hasOwn(unsupported, name)) return `no effect: ${unsupported[name]}`;
  if (Object.hasOwn(renamed, name)) return `no effect: the name is now \`${renamed[name]}\``;
  throw new Error(`${name} is in no table: read it, or name it in lib/config/unsupported.ts`);
}

/** The tables of docs/standard.md. */
export function renderStandard(tables) {
  return specification
    .map(([section, names]) => {
      const lines = names.map((name) => `| \`${name}\` | ${effectOf(name, tables)} |`);
      return [`## ${section}`, '', '| Variable | Here |', '| --- | --- |', ...lines].join('\n');
    })
    .join('\n\n');
}

/** The tables of the keys of a configuration file, one for each section: `listKeys` of lib/config/file/keys.ts. */
export function renderKeys(keys) {
  const sections = new Map();
  for (const key of keys) {
    const section = /^[^.[]+/.exec(key.key)[0];
    sections.set(section, [...(sections.get(section) ?? []), key]);
  }
  const general = [...sections].filter(([, { length }]) => length === 1).flatMap(([, each]) => each);
  const rest = [...sections].filter(([, { length }]) => length > 1);
  const row = ({ key, effect, variable }) =>
    `| \`${key}\` | ${effect.replace(/(?<=, as )(\S+)$/, '`$1`')}${variable ? `, as \`${variable}\`` : ''} |`;
  const table = (rows) => ['| Key | Here |', '| --- | --- |', ...rows.map(row)].join('\n');
  return [
    `### The file\n\n${table(general)}`,
    ...rest.map(
      ([section, rows]) =>
        `### \`${section}\`\n\n${table(rows.map((each) => ({ ...each, key: each.key.slice(section.length).replace(/^\./, '') || section })))}`,
    ),
  ].join('\n\n');
}
