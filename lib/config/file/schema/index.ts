import { list, mapping, value, type MappingShape, type Shape } from '../shape';
import { firstlightSection, type Rows } from './firstlight';
import { distribution, instrumentation } from './instrumentation';
import { loggerProvider } from './logs';
import { meterProvider } from './metrics';
import { resource } from './resource';
import { tracerProvider } from './traces';

/** Severities of the schema, and the levels of OTEL_LOG_LEVEL. */
export const LOG_LEVELS: Readonly<Record<string, string>> = {
  trace: 'verbose',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  fatal: 'none',
};
const SEVERITIES = Object.keys(LOG_LEVELS).flatMap((name) => [name, ...[2, 3, 4].map((step) => `${name}${step}`)]);

/** Propagators that are named; the list of OTEL_PROPAGATORS says which there are. */
const propagator = (): Shape =>
  mapping(
    {
      composite: list(
        mapping(
          Object.fromEntries(
            ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray'].map((name) => [name, mapping({})]),
          ),
          { one: 'propagator', others: 'refused' },
        ),
      ),
      composite_list: value('string'),
    },
    {
      take: (read: { composite?: object[]; composite_list?: string }, place, reading) => {
        const names = [
          ...(read.composite ?? []).flatMap((each) => Object.keys(each)),
          ...(read.composite_list ?? '').split(',').map((name) => name.trim()),
        ].filter(Boolean);
        if (names.length > 0) reading.set('OTEL_PROPAGATORS', [...new Set(names)].join(','), place);
      },
    },
  );

/** The schema of a configuration file, version 1.1, and what becomes of each of its keys. */
export function fileSchema(rows: Rows): MappingShape {
  const own = firstlightSection(rows);
  return mapping(
    {
      file_format: value('any'),
      disabled: value('boolean', { variable: 'OTEL_SDK_DISABLED' }),
      log_level: value('string', {
        words: SEVERITIES,
        variable: 'OTEL_LOG_LEVEL',
        text: (severity) => LOG_LEVELS[severity.replace(/\d$/, '')]!,
      }),
      attribute_limits: mapping({
        attribute_value_length_limit: value('integer', { variable: 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT' }),
        attribute_count_limit: value('integer', { variable: 'OTEL_ATTRIBUTE_COUNT_LIMIT' }),
      }),
      resource: resource(),
      propagator: propagator(),
      tracer_provider: tracerProvider(),
      meter_provider: meterProvider(),
      logger_provider: loggerProvider(),
      'instrumentation/development': instrumentation(own),
      distribution: distribution(own),
    },
    { required: ['file_format'] },
  );
}
