import { entry } from '../entry';
import { choice } from '../parsers/choice';
import { headerName } from '../parsers/header-name';
import { list, words } from '../parsers/list';
import { bool, duration, int, text } from '../parsers/scalar';
import { traceRates } from '../parsers/trace-rates';

/** firstlight's own variables. */
export const firstlight = {
  FIRSTLIGHT_CAPTURE: entry(choice(['console', 'all', 'none']), {
    group: 'logging',
    example: 'none',
    default: 'console',
    desc:
      'console: the app’s console.* calls and the lines of its own loggers (winston, pino, bunyan, ' +
      'log4js, consola, signale, morgan, hexo-log, pino-http-print, NestJS) are JSON with IDs, on their streams and ' +
      'as log records. all: so is what it writes to stdout and stderr itself. none: they are left alone.',
  }),
  FIRSTLIGHT_LOG_BUFFER_BYTES: entry(int(1024), {
    group: 'logging',
    example: '4194304',
    default: 16 * 1024 * 1024,
    desc:
      'How many bytes of log lines wait for a slow reader of stdout or stderr before lines are dropped ' +
      'and counted.',
  }),
  FIRSTLIGHT_REQUEST_LOG: entry(choice(['all', 'end', 'none']), {
    group: 'requests',
    example: 'end',
    default: 'all',
    desc: 'Lines for each request: all (started and completed), end (completed only), none.',
  }),
  FIRSTLIGHT_IGNORE_PATHS: entry(list, {
    group: 'requests',
    example: '/health,/metrics/**',
    default: [],
    desc: 'Globs of paths whose requests give neither lines nor spans.',
  }),
  FIRSTLIGHT_REQUEST_ID_HEADER: entry(headerName, {
    group: 'requests',
    example: 'x-correlation-id',
    default: 'x-request-id',
    desc:
      'The header that brings a request’s ID, and takes it back to the client. Headers with another use ' +
      '(authorization, content-length) are refused.',
  }),
  FIRSTLIGHT_REQUEST_ID_ECHO: entry(bool, {
    group: 'requests',
    example: 'false',
    default: true,
    desc: 'Whether responses carry the request ID. A header set by the app is never replaced.',
  }),
  FIRSTLIGHT_TRACE_RESPONSE: entry(words(['traceresponse', 'server-timing'], { none: true }), {
    group: 'requests',
    example: 'server-timing',
    default: [],
    desc:
      'Headers of responses that name their trace: traceresponse (W3C Trace Context 2), server-timing (which code ' +
      'in a browser can read), both, or none.',
  }),
  FIRSTLIGHT_PROPAGATE_REQUEST_ID: entry(bool, {
    group: 'requests',
    example: 'true',
    default: false,
    desc: 'Whether outgoing HTTP and gRPC requests carry the request ID, in the header that it comes in.',
  }),
  FIRSTLIGHT_MIDDLEWARE_SPANS: entry(bool, {
    group: 'requests',
    example: 'true',
    default: false,
    desc: 'A span for each middleware layer, besides the server span.',
  }),
  FIRSTLIGHT_TRACES_PER_SECOND: entry(traceRates, {
    group: 'traces',
    remote: true,
    example: '100,/checkout/:id=20,/metrics=0',
    defaultText: 'no limit',
    desc:
      'At most so many of the traces that OTEL_TRACES_SAMPLER would sample are sampled in a second, on average and ' +
      'in each thread: of all, of a route (/checkout/:id=20) or of a span name (nightly*=1). The first that fits ' +
      'counts; * stands for any text. Traces that another service has begun follow it, unless the sampler is not ' +
      'parent based.',
  }),
  FIRSTLIGHT_KEEP: entry(words(['errors', 'slow'], { none: true }), {
    group: 'traces',
    example: 'errors,slow',
    default: [],
    desc:
      'What is sent although its trace was not sampled at its start: errors (a span with an error, an exception or a ' +
      'status of 500 or above), slow (FIRSTLIGHT_SLOW_MS), both, or none. It is decided in this process when the ' +
      'request or job has ended; until then the spans wait in at most a quarter of FIRSTLIGHT_MAX_QUEUE_BYTES.',
  }),
  FIRSTLIGHT_SLOW_MS: entry(duration(1), {
    group: 'traces',
    example: '500',
    default: 1000,
    desc: 'For FIRSTLIGHT_KEEP=slow: from how long a request or job counts as slow, in milliseconds.',
  }),
  FIRSTLIGHT_METRIC_CARDINALITY_LIMIT: entry(int(1), {
    group: 'metrics',
    example: '500',
    default: 2000,
    desc:
      'How many sets of attributes each instrument may have. What goes beyond is added up in one that has the ' +
      'attribute otel.metric.overflow.',
  }),
  FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: entry(duration(), {
    group: 'process',
    example: '10000',
    default: 3000,
    desc: 'How long the end of the process may be held up, in milliseconds, to deliver what is left.',
  }),
  FIRSTLIGHT_MAX_QUEUE_BYTES: entry(int(1024), {
    group: 'process',
    example: '16777216',
    defaultText: '64 MiB, or a tenth of the container’s memory or of --max-old-space-size if that is less',
    desc:
      'How many bytes of telemetry wait for the endpoint, over all signals and threads. Beyond that, ' +
      'batches of debug and info logs are dropped first, then metrics, spans, and other logs; all are ' +
      'counted.',
  }),
  FIRSTLIGHT_EXPORTER_THREAD: entry(bool, {
    group: 'process',
    example: 'false',
    default: true,
    desc:
      'Whether a thread of firstlight’s own sends telemetry. false: the app’s thread does, which takes 10 MB less in ' +
      'an app with little to send, and loses what is not sent when the process exits by process.exit or an error; ' +
      'FIRSTLIGHT_SPOOL_DIR has no effect then. The same is done if no thread can be started.',
  }),
  FIRSTLIGHT_SPOOL_DIR: entry(text, {
    group: 'process',
    example: '/var/spool/firstlight',
    defaultText: 'none',
    desc:
      'A folder in which telemetry lies while it waits for the endpoint, so that it outlives SIGKILL and ' +
      'running out of memory. The next process sends it.',
  }),
  FIRSTLIGHT_SPOOL_MAX_BYTES: entry(int(1024), {
    group: 'process',
    example: '1073741824',
    default: 256 * 1024 * 1024,
    desc:
      'How many bytes may lie in FIRSTLIGHT_SPOOL_DIR, of all processes that share it. What comes then ' +
      'waits in memory only.',
  }),
  FIRSTLIGHT_STRICT: entry(bool, {
    group: 'process',
    example: 'true',
    default: false,
    desc: 'Refuse to start the app (exit code 78) when a variable has a bad value.',
  }),
  FIRSTLIGHT_FORCE: entry(bool, {
    group: 'process',
    example: 'true',
    default: false,
    desc:
      'Start in processes that are normally left alone, such as npm, npx and corepack, and beside another ' +
      'monitoring agent.',
  }),
  FIRSTLIGHT_ESM_HOOKS: entry(choice(['auto', 'always', 'never']), {
    group: 'process',
    example: 'always',
    default: 'auto',
    desc:
      'How ES modules are patched. auto: by the cheapest hooks that this Node.js has, from the moment ' +
      'that they are needed. always: from the start. never: only what CommonJS loads.',
  }),
  FIRSTLIGHT_TRACE_STARTUP: entry(bool, {
    group: 'process',
    example: 'true',
    default: false,
    desc: 'One line that says how long each stage of the start took.',
  }),
  FIRSTLIGHT_STARTED: entry(text, {
    group: 'process',
    example: '1',
    hidden: true,
    desc: 'Set by firstlight, so that its start line is written once per process tree.',
  }),
  FIRSTLIGHT_OVERRIDES: entry(list, {
    group: 'process',
    example: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: [],
    hidden: true,
    desc: 'Set by firstlight dev and the doctor: variables that win over a configuration file.',
  }),
  FIRSTLIGHT_REQUEST_ID: entry(text, {
    group: 'process',
    example: '4f1c',
    hidden: true,
    desc: 'Set by firstlight in child processes: the ID of the request that they are started for.',
  }),
};
