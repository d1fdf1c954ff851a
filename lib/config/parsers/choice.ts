import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';

/** One of `words`, in any case. `aliases` are understood as well, but not advertised. */
export function choice<const T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): Parser<T> {
  return {
    parse(text) {
      const word = text.toLowerCase();
      const found =
        words.find((candidate) => candidate.toLowerCase() === word) ??
        (Object.hasOwn(aliases, word) ? aliases[word] : undefined);
      if (found === undefined) throw new ValidationError(`one of ${words.join(', ')}`);
      return found;
    },
  };
}

export const logLevels = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly', 'silent'] as const;
/** The npm levels of winston, and `silent`. */
export type LogLevel = (typeof logLevels)[number];

/** The names that other loggers (syslog, pino, bunyan, log4j, java.util.logging, Python) give to the same levels. */
export const levelAliases: Readonly<Record<string, LogLevel>> = {
  err: 'error',
  fatal: 'error',
  critical: 'error',
  crit: 'error',
  alert: 'error',
  emerg: 'error',
  emergency: 'error',
  panic: 'error',
  severe: 'error',
  warning: 'warn',
  notice: 'info',
  information: 'info',
  informational: 'info',
  log: 'info',
  config: 'verbose',
  dbg: 'debug',
  fine: 'debug',
  trace: 'silly',
  finer: 'silly',
  finest: 'silly',
  all: 'silly',
  off: 'silent',
  none: 'silent',
  quiet: 'silent',
};

/** A level, by winston's name or another logger's, in any case. */
export const logLevel = choice(logLevels, levelAliases);
