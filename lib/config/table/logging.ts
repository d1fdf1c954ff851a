import { entry } from '../entry';
import { choice, logLevel } from '../parsers/choice';
import { loggerLevels } from '../parsers/logger-levels';
import { int, text } from '../parsers/scalar';
import { list } from '../parsers/list';

/** The logger. */
export const logging = {
  LOG_LEVEL: entry(logLevel, {
    group: 'logging',
    remote: true,
    example: 'debug',
    default: 'info',
    desc:
      'The least severe lines to write: error, warn, info, http, verbose, debug, silly, or silent for ' +
      'none. Other loggers’ names (WARNING, FATAL, TRACE) are understood.',
  }),
  LOG_FORMAT: entry(choice(['json', 'console'], { pretty: 'console', text: 'console' }), {
    group: 'logging',
    example: 'console',
    default: 'json',
    desc: 'json: one JSON object a line, for machines. console: coloured and aligned, for people.',
  }),
  FIRSTLIGHT_LOG_LEVELS: entry(loggerLevels, {
    group: 'logging',
    remote: true,
    example: 'db=debug,http.*=warn',
    default: [],
    desc:
      'Levels of single loggers, by the name that the app gives to getLogger, or a glob of it. The first ' +
      'that fits wins over LOG_LEVEL.',
  }),
  FIRSTLIGHT_LOG_LEVEL_FILE: entry(text, {
    group: 'logging',
    example: '/run/shop/log-level',
    defaultText: 'none',
    desc:
      'A file that sets levels while the process runs, for a limited time: debug for 60s, or db=debug for ' +
      '10m, one a line. It is looked at every second and need not exist; {pid} stands for the process ID.',
  }),
  FIRSTLIGHT_LOG_SAMPLE: entry(int(1), {
    group: 'logging',
    example: '100',
    defaultText: 'all lines are written',
    desc:
      'How many lines of one level and message (numbers and IDs in it apart) are written in a second. ' +
      'Those beyond are left out and counted; errors and warnings never are.',
  }),
  FIRSTLIGHT_LOG_SCHEMA: entry(
    choice(['otel', 'ecs', 'gcp', 'datadog'], {
      opentelemetry: 'otel',
      elastic: 'ecs',
      google: 'gcp',
      stackdriver: 'gcp',
      dd: 'datadog',
    }),
    {
      group: 'logging',
      example: 'ecs',
      default: 'otel',
      desc:
        'Whose names the fields of a JSON line have: OpenTelemetry’s, the Elastic Common Schema’s, those ' +
        'that Google Cloud Logging or Datadog understands.',
    },
  ),
  FIRSTLIGHT_LOG_MAX_LINE_BYTES: entry(int(1024), {
    group: 'logging',
    example: '16384',
    default: 65_536,
    desc: 'How long a line may be, in bytes. The longest parts of a longer one are cut, and say how much is missing.',
  }),
  FIRSTLIGHT_LOG_REDACT: entry(list, {
    group: 'logging',
    example: 'email,user.address.*,**.iban',
    default: [],
    desc:
      'Fields whose values are hidden in lines and log records, besides those that are always hidden ' +
      '(authorization, auth, cookie, password, secret, token, api key, session ID and their like). A name ' +
      'is a key at any depth, one with dots a path; globs are understood, letter case is not.',
  }),
};
