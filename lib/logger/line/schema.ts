import type { Ids } from '../types';

/** Whose names the fields of a JSON line have. */
export const SCHEMAS = ['otel', 'ecs', 'gcp', 'datadog'] as const;
export type SchemaName = (typeof SCHEMAS)[number];

/** A field for an ID: its name, and its value as the vendor reads it (text, number or boolean). */
type IdField = readonly [name: string, value?: (id: string) => string | boolean];

/** The names of what firstlight itself writes into a line. Fields of the app keep theirs. */
export interface Schema {
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  /** An ID that a vendor has no field for is missing here. */
  readonly ids: { readonly [id in keyof Ids]?: IdField };
  /** Levels that are called otherwise. */
  readonly levels?: Readonly<Record<string, string>>;
  /** The properties of an error under `error` that are called otherwise. */
  readonly error?: Readonly<Record<string, string>>;
  /** Fields that are objects for the vendor: the property that takes a value of another type. */
  readonly objects?: ReadonlyMap<string, string>;
  /** Fields of every line. */
  readonly constants?: Readonly<Record<string, string>>;
}

/** The lower 64 bits of a hexadecimal ID, as a decimal number in a text. */
const decimal64 = (id: string): string => String(BigInt(`0x${id.slice(-16)}`));
const isSampled = (flags: string): boolean => (Number.parseInt(flags, 16) & 1) === 1;

/**
 * The field sets of ECS at the root of a document. A text in the place of one is a mapping conflict, for which
 * Elasticsearch refuses the whole line: https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html
 */
const FIELD_SETS = new Map([
  ...[
    'agent',
    'container',
    'device',
    'dll',
    'ecs',
    'event',
    'faas',
    'file',
    'group',
    'host',
    'network',
    'observer',
    'orchestrator',
    'organization',
    'package',
    'process',
    'registry',
    'rule',
    'service',
    'threat',
    'user',
    'user_agent',
    'vulnerability',
  ].map((name): [string, string] => [name, 'name']),
  ...['client', 'destination', 'server', 'source'].map((name): [string, string] => [name, 'address']),
  ...['trace', 'transaction', 'span', 'dns'].map((name): [string, string] => [name, 'id']),
  ['cloud', 'provider'],
  ['error', 'message'],
  ['http', 'version'],
  ['log', 'logger'],
  ['tls', 'version'],
  ['url', 'original'],
]);

export const schemas: Readonly<Record<SchemaName, Schema>> = {
  // https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/
  otel: {
    timestamp: 'timestamp',
    level: 'level',
    message: 'message',
    ids: { request_id: ['request_id'], trace_id: ['trace_id'], span_id: ['span_id'], trace_flags: ['trace_flags'] },
  },
  // https://github.com/elastic/ecs-logging/blob/main/spec/spec.json
  ecs: {
    timestamp: '@timestamp',
    level: 'log.level',
    message: 'message',
    ids: { request_id: ['http.request.id'], trace_id: ['trace.id'], span_id: ['span.id'] },
    error: { name: 'type', stack: 'stack_trace' },
    constants: { 'ecs.version': '8.11.0' },
    objects: FIELD_SETS,
  },
  // https://cloud.google.com/logging/docs/structured-logging#special-payload-fields
  gcp: {
    timestamp: 'time',
    level: 'severity',
    message: 'message',
    ids: {
      request_id: ['request_id'],
      trace_id: ['logging.googleapis.com/trace'],
      span_id: ['logging.googleapis.com/spanId'],
      trace_flags: ['logging.googleapis.com/trace_sampled', isSampled],
    },
    // https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#logseverity, for the levels of other loggers,
    // too
    levels: {
      emerg: 'EMERGENCY',
      alert: 'ALERT',
      crit: 'CRITICAL',
      fatal: 'CRITICAL',
      error: 'ERROR',
      warn: 'WARNING',
      warning: 'WARNING',
      notice: 'NOTICE',
      mark: 'NOTICE',
      info: 'INFO',
      http: 'DEBUG',
      verbose: 'DEBUG',
      debug: 'DEBUG',
      silly: 'DEBUG',
      trace: 'DEBUG',
    },
  },
  // https://docs.datadoghq.com/logs/log_configuration/attributes_naming_convention/ and
  // …/tracing/other_telemetry/connect_logs_and_traces/opentelemetry/
  datadog: {
    timestamp: 'timestamp',
    level: 'status',
    message: 'message',
    ids: { request_id: ['http.request_id'], trace_id: ['dd.trace_id', decimal64], span_id: ['dd.span_id', decimal64] },
    error: { name: 'kind' },
    // What begins with s is OK to its status remapper, and what it does not know is info:
    // https://docs.datadoghq.com/logs/log_configuration/processors/#log-status-remapper
    levels: { http: 'debug', silly: 'debug' },
  },
};

/** The names in a line that fields of the app can't have, besides those of `otel`, which log records need. */
export function namesOf({ timestamp, level, message, ids, constants }: Schema): string[] {
  return [timestamp, level, message, ...Object.values(ids).map(([name]) => name), ...Object.keys(constants ?? {})];
}
