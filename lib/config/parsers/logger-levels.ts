import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';
import { logLevel, logLevels, type LogLevel } from './choice';
import { itemsOf } from './list';

/** Names of loggers, or globs of them, each with the level of its lines; the first that fits a name counts. */
export type LoggerLevels = readonly (readonly [name: string, level: LogLevel])[];

/** `db=debug,http.*=warn`, levels by winston's name or another logger's. What can be read is used. */
export const loggerLevels: Parser<LoggerLevels> = {
  parse(text) {
    const good: [string, LogLevel][] = [];
    let bad = false;
    for (const item of itemsOf(text)) {
      const at = item.lastIndexOf('=');
      try {
        if (at < 1) throw new ValidationError('a name');
        good.push([item.slice(0, at).trim(), logLevel.parse(item.slice(at + 1).trim())]);
      } catch {
        bad = true;
      }
    }
    if (bad)
      throw new ValidationError(
        `name1=level1,name2=level2, with levels of ${logLevels.join(', ')}`,
        good.length > 0 ? good : undefined,
      );
    return good;
  },
  format: (levels) => levels.map(([name, level]) => `${name}=${level}`).join(','),
};
