/**
 * Numbers of https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber, the first of each range.
 */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    trace: 1,
    silly: 1,
    finest: 1,
    verbose: 2,
    debug: 5,
    fine: 5,
    http: 7,
    info: 9,
    log: 9,
    mark: 9,
    audit: 9,
    success: 9,
    start: 9,
    ready: 9,
    notice: 10,
    warn: 13,
    warning: 13,
    error: 17,
    err: 17,
    fail: 17,
    severe: 17,
    crit: 21,
    critical: 21,
    fatal: 21,
    alert: 22,
    panic: 24,
    emerg: 24,
    emergency: 24,
  }),
);
const STEP = 10;
const RANGE = 4;

/** The levels of pino, bunyan and hexo-log, by their numbers. */
export const NUMBERED_LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** The severity of a level of pino and bunyan: trace is 10, fatal 60, and apps add what they like in between. */
export function severityOfNumber(level: number): number {
  const place = Math.min(Math.max(level, STEP), 7 * STEP - 1) / STEP;
  return Math.floor(place - 1) * RANGE + 1 + Math.floor((place % 1) * RANGE);
}

/** The severity of a level by its name, as far as it is not one of winston's. */
export function severityOfName(level: string): number | undefined {
  return NUMBERS.get(level) ?? NUMBERS.get(level.toLowerCase());
}
