import type { Signal } from '../../../otlp';
import type { VariableName } from '../../table';
import type { ExporterName } from '../../table/signals';
import { list, mapping, named, refused, value, type MappingShape, type Reading, type Shape, type Take } from '../shape';
import type { Place } from '../../declarative/types';

type OtlpName = `OTEL_EXPORTER_OTLP_${Uppercase<Signal>}_`;
const prefixOf = (signal: Signal): OtlpName => `OTEL_EXPORTER_OTLP_${signal.toUpperCase() as Uppercase<Signal>}_`;

const ONE_ENDPOINT = 'a signal has one OTLP endpoint: the first is used, an OpenTelemetry Collector sends to several';

/** The keys that only exporters of metrics have. */
const ofMetrics = (signal: Signal): MappingShape['properties'] =>
  signal === 'metrics'
    ? {
        temporality_preference: value('string', {
          words: ['cumulative', 'delta', 'low_memory'],
          variable: 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
          text: (written) => written.replace('_', ''),
        }),
        default_histogram_aggregation: value('string', {
          words: ['explicit_bucket_histogram', 'base2_exponential_bucket_histogram'],
          variable: 'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
        }),
      }
    : {};

interface Header {
  readonly name?: string;
  readonly value?: string;
}

function otlp(signal: Signal, tls: MappingShape['properties'], rest: MappingShape['properties'], end: Take): Shape {
  const prefix = prefixOf(signal);
  return mapping(
    {
      endpoint: value('string', { variable: `${prefix}ENDPOINT` }),
      tls: mapping({
        ca_file: value('string', { variable: `${prefix}CERTIFICATE` }),
        key_file: value('string', { variable: `${prefix}CLIENT_KEY`, secret: true }),
        cert_file: value('string', { variable: `${prefix}CLIENT_CERTIFICATE` }),
        ...tls,
      }),
      headers: list(mapping({ name: value('string'), value: value('string') }, { required: ['name', 'value'] }), {
        secret: true,
        take: (headers: readonly Header[], place, reading) =>
          reading.addHeaders(
            signal,
            headers
              .filter((header) => header.name !== undefined && header.value !== undefined)
              .map((header) => `${encodeURIComponent(header.name!)}=${encodeURIComponent(header.value!)}`)
              .join(','),
            1,
            place,
          ),
      }),
      headers_list: value('string', {
        secret: true,
        take: (text: string, place, reading) => reading.addHeaders(signal, text, 0, place),
      }),
      compression: value('string', { variable: `${prefix}COMPRESSION` }),
      timeout: value('integer', { variable: `${prefix}TIMEOUT` }),
      ...rest,
      ...ofMetrics(signal),
    },
    {
      enter: (_place, reading) => reading.exports(signal, 'otlp'),
      take: end,
    },
  );
}

const otlpHttp = (signal: Signal): Shape =>
  otlp(
    signal,
    {},
    { encoding: value('string', { words: ['protobuf', 'json'] }) },
    ({ encoding = 'protobuf' }: { encoding?: string }, place, reading) => {
      reading.set(`${prefixOf(signal)}PROTOCOL`, encoding === 'json' ? 'http/json' : 'http/protobuf', place);
      reading.preset(`${prefixOf(signal)}ENDPOINT`, `http://localhost:4318/v1/${signal}`, place);
    },
  );

const otlpGrpc = (signal: Signal): Shape =>
  otlp(
    signal,
    { insecure: value('boolean', { variable: `${prefixOf(signal)}INSECURE` }) },
    {},
    (_exporter, place, reading) => {
      reading.set(`${prefixOf(signal)}PROTOCOL`, 'grpc', place);
      reading.preset(`${prefixOf(signal)}ENDPOINT`, 'http://localhost:4317', place);
    },
  );

/** To stdout it is what the console exporter does here: OTLP JSON, a line each. */
const otlpFile = (signal: Signal): Shape =>
  mapping(
    { output_stream: value('string'), ...ofMetrics(signal) },
    {
      take: ({ output_stream = 'stdout' }: { output_stream?: string }, place, reading) => {
        if (output_stream === 'stdout') reading.exports(signal, 'console');
        else reading.refuse(place, 'OTLP is written to stdout only, not to files');
      },
    },
  );

const consoleExporter = (signal: Signal): Shape =>
  mapping(ofMetrics(signal), { enter: (_place, reading) => reading.exports(signal, 'console') });

/** The exporters that push a signal. */
export const exporter = (signal: Signal): Shape =>
  named(`exporter of ${signal}`, () =>
    mapping(
      {
        otlp_http: otlpHttp(signal),
        otlp_grpc: otlpGrpc(signal),
        'otlp_file/development': otlpFile(signal),
        console: consoleExporter(signal),
      },
      { one: 'exporter', others: 'refused' },
    ),
  );

/** Which exporter a processor or reader has, before it is read. */
export function exporterOf(item: unknown): ExporterName | undefined {
  const [kind] = Object.values(Object(item) as object) as { exporter?: object }[];
  const [name = ''] = Object.keys(Object(kind?.exporter) as object);
  if (/^otlp_(http|grpc)/.test(name)) return 'otlp';
  if (name.startsWith('prometheus')) return 'prometheus';
  return name === 'console' || name.startsWith('otlp_file') ? 'console' : undefined;
}

/** Of several, that with the OTLP endpoint is read first: its settings are used. */
export const otlpFirst = {
  order: (item: unknown): number => (exporterOf(item) === 'otlp' ? 0 : 1),
  leaveOut: (item: unknown, earlier: readonly unknown[]): string | undefined =>
    exporterOf(item) === 'otlp' && earlier.some((each) => exporterOf(each) === 'otlp') ? ONE_ENDPOINT : undefined,
};

/** Processors of spans or log records. Those of a signal share the settings of their batches. */
export function processors(
  signal: 'traces' | 'logs',
  prefix: 'OTEL_BSP_' | 'OTEL_BLRP_',
  more: MappingShape['properties'] = {},
): Shape {
  const atOnce = (place: Place, reading: Reading): void => reading.preset(`${prefix}SCHEDULE_DELAY`, '0', place);
  const variable = (name: 'SCHEDULE_DELAY' | 'EXPORT_TIMEOUT' | 'MAX_QUEUE_SIZE' | 'MAX_EXPORT_BATCH_SIZE') =>
    value('integer', { variable: `${prefix}${name}` satisfies VariableName });
  return list(
    mapping(
      {
        batch: mapping(
          {
            schedule_delay: variable('SCHEDULE_DELAY'),
            export_timeout: variable('EXPORT_TIMEOUT'),
            max_queue_size: variable('MAX_QUEUE_SIZE'),
            max_export_batch_size: variable('MAX_EXPORT_BATCH_SIZE'),
            exporter: exporter(signal),
          },
          { required: ['exporter'] },
        ),
        simple: mapping({ exporter: exporter(signal) }, { required: ['exporter'], enter: atOnce }),
        ...more,
      },
      { one: 'processor', others: 'refused' },
    ),
    otlpFirst,
  );
}

export const configurator = (what: string): Shape => refused(`the JavaScript SDK has no settings of single ${what}`);
