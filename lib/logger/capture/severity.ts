/** Numbers of https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber, the first of each range. */
const NUMBERS: Readonly<Record<string, number>> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21, mark: 9 };
const STEP = 10;
const RANGE = 4;

/** The severity of a level of pino and bunyan: trace is 10, fatal 60, and apps add what they like in between. */
export function severityOfNumber(level: number): number {
  const place = Math.min(Math.max(level, STEP), 7 * STEP - 1) / STEP;
  return Math.floor(place - 1) * RANGE + 1 + Math.floor((place % 1) * RANGE);
}

/** The severity of a level by its name, as far as it is not one of winston's. */
export function severityOfName(level: string): number | undefined {
  return NUMBERS[level];
}
