import { entry } from '../entry';
import { choice } from '../parsers/choice';
import { words } from '../parsers/list';
import { duration, int, ratio, text, timeout } from '../parsers/scalar';
import { samplerNames } from '../names';

const DOCS = 'https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/';

export type ExporterName = 'otlp' | 'prometheus' | 'console';
/** What is printed is OTLP JSON, a line each: `otlp/stdout` of the specification's exporter for files. */
const PRINTED = { logging: 'console', 'otlp/stdout': 'console' } as const;

const exporter = (group: 'traces' | 'logs') =>
  entry(words<ExporterName>(['otlp', 'console'], { none: true, aliases: PRINTED }), {
    group,
    remote: true,
    docs: DOCS,
    example: 'otlp,console',
    default: ['otlp'],
    desc: `Where ${group} go: otlp, console (OTLP JSON on stdout, a line a batch), both, or none.`,
  });

const batch = (group: 'traces' | 'logs', what: string, delay: number) => ({
  SCHEDULE_DELAY: entry(duration(), {
    group,
    docs: DOCS,
    example: '2000',
    default: delay,
    desc: `The longest time ${what} wait for their batch to fill, in milliseconds.`,
  }),
  EXPORT_TIMEOUT: entry(timeout, {
    group,
    docs: DOCS,
    example: '10000',
    default: 30_000,
    desc: `How long the export of one batch of ${what} may take, in milliseconds; 0 is no limit.`,
  }),
  MAX_QUEUE_SIZE: entry(int(1), {
    group,
    docs: DOCS,
    example: '8192',
    default: 2048,
    desc: `How many ${what} may wait to be exported; more are dropped and counted.`,
  }),
  MAX_EXPORT_BATCH_SIZE: entry(int(1), {
    group,
    docs: DOCS,
    example: '256',
    default: 512,
    desc: `How many ${what} go into one batch. At most the size of the queue.`,
  }),
});
type Prefixed<P extends string> = {
  readonly [K in keyof ReturnType<typeof batch> as `${P}${K}`]: ReturnType<typeof batch>[K];
};
const prefixed = <P extends string>(prefix: P, rows: ReturnType<typeof batch>): Prefixed<P> =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [prefix + name, row])) as unknown as Prefixed<P>;

/** What each signal exports, how it samples and how it batches. */
export const signals = {
  OTEL_TRACES_EXPORTER: exporter('traces'),
  OTEL_TRACES_SAMPLER: entry(choice(samplerNames), {
    group: 'traces',
    remote: true,
    docs: DOCS,
    example: 'parentbased_traceidratio',
    default: 'parentbased_always_on',
    desc: `Which traces are recorded: ${samplerNames.join(', ')}.`,
  }),
  OTEL_TRACES_SAMPLER_ARG: entry(ratio, {
    group: 'traces',
    remote: true,
    docs: DOCS,
    example: '0.25',
    defaultText: '1',
    desc: 'For the traceidratio samplers: the part of all traces to record, from 0 to 1.',
  }),
  ...prefixed('OTEL_BSP_', batch('traces', 'spans', 5000)),
  OTEL_METRICS_EXPORTER: entry(
    words<ExporterName>(['otlp', 'prometheus', 'console'], { none: true, aliases: PRINTED }),
    {
      group: 'metrics',
      remote: true,
      docs: DOCS,
      example: 'otlp,prometheus',
      default: ['otlp'],
      desc:
        'Where metrics go: otlp, prometheus (a port of this process that a Prometheus server reads), console (OTLP ' +
        'JSON on stdout), several of them, or none. Metrics of worker threads do not reach prometheus.',
    },
  ),
  OTEL_EXPORTER_PROMETHEUS_HOST: entry(text, {
    group: 'metrics',
    docs: DOCS,
    example: '0.0.0.0',
    default: 'localhost',
    desc: 'The address that the metrics for Prometheus are served at.',
  }),
  OTEL_EXPORTER_PROMETHEUS_PORT: entry(int(0, 65_535), {
    group: 'metrics',
    docs: DOCS,
    example: '9090',
    default: 9464,
    desc: 'The port of it; 0 takes a free one, which FL_PROMETHEUS_LISTENING names.',
  }),
  OTEL_METRIC_EXPORT_INTERVAL: entry(duration(1), {
    group: 'metrics',
    docs: DOCS,
    example: '10000',
    default: 60_000,
    desc: 'Time between two exports of metrics, in milliseconds.',
  }),
  OTEL_METRIC_EXPORT_TIMEOUT: entry(timeout, {
    group: 'metrics',
    docs: DOCS,
    example: '5000',
    default: 30_000,
    desc: 'How long one export of metrics may take, in milliseconds. At most the interval.',
  }),
  OTEL_LOGS_EXPORTER: exporter('logs'),
  ...prefixed('OTEL_BLRP_', batch('logs', 'log records', 1000)),
};
