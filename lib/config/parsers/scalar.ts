import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';

/** The longest delay that a timer of Node.js can hold; above it `setTimeout` fires at once. */
export const LONGEST_DELAY_MS = 2 ** 31 - 1;

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

/** true/false, 1/0, yes/no, on/off, in any case. */
export const bool: Parser<boolean> = {
  parse(text) {
    const word = text.toLowerCase();
    if (TRUE.has(word)) return true;
    if (FALSE.has(word)) return false;
    throw new ValidationError('true or false (also 1/0, yes/no, on/off)');
  },
};

/**
 * true/false, in any case: no other word may mean true, says
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#boolean-value
 */
export const standardBool: Parser<boolean> = {
  parse(text) {
    const word = text.toLowerCase();
    if (word !== 'true' && word !== 'false') throw new ValidationError('true or false');
    return word === 'true';
  },
};

/** Any text. */
export const text: Parser<string> = { parse: (value) => value };

/** A whole number between `min` and `max`, both included. `10abc`, `1e3` and `0x10` are none. */
export function int(min: number, max: number = Number.MAX_SAFE_INTEGER, unit = ''): Parser<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
  return {
    parse(value) {
      const number = Number(value);
      if (!/^[+-]?\d+$/.test(value) || number < min || number > max)
        throw new ValidationError(`an integer ${range}${unit}`);
      return number;
    },
  };
}

/** A duration in milliseconds, as long as a timer can hold. */
export const duration = (min = 0): Parser<number> => int(min, LONGEST_DELAY_MS, ' (milliseconds)');

/** A time limit in milliseconds. The specification has 0 mean "no limit", which is the longest delay of a timer. */
export const timeout: Parser<number> = {
  parse: (value) => duration().parse(value) || LONGEST_DELAY_MS,
  format: (value) => (value === LONGEST_DELAY_MS ? '0 (no limit)' : String(value)),
};

/** A decimal number from 0 to 1. */
export const ratio: Parser<number> = {
  parse(value) {
    const number = Number(value);
    if (!/^[+]?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(value) || number > 1)
      throw new ValidationError('a number from 0 to 1');
    return number;
  },
};
