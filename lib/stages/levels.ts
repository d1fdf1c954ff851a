import { resolve } from 'node:path';
import { logLevel, type Config } from '../config';
import { codes } from '../errors';
import { watchLevelFile, type LoggerLevels } from '../logger';
import type { Log } from './log';

/** Lets the levels follow FIRSTLIGHT_LOG_LEVEL_FILE; a line says what has changed. Returns what stops it. */
export function followLevelFile(config: Config, log: Log, loggerLevels: LoggerLevels): () => void {
  const file = config.FIRSTLIGHT_LOG_LEVEL_FILE?.replaceAll('{pid}', String(process.pid));
  if (file === undefined) return () => {};
  // The app may change its working directory.
  const path = resolve(file);
  return watchLevelFile({
    path,
    levelOf: (word) => {
      try {
        return logLevel.parse(word);
      } catch {
        return undefined;
      }
    },
    onBadLine: (line) =>
      log.own(codes.FL_LOG_LEVEL_FILE.level, codes.FL_LOG_LEVEL_FILE.text, {
        code: 'FL_LOG_LEVEL_FILE',
        file: path,
        line,
        remedy: codes.FL_LOG_LEVEL_FILE.remedy,
      }),
    onChange: (levels) => {
      loggerLevels.override(levels);
      const reported = levels.map(({ name = '*', level, until }) => ({
        logger: name,
        level,
        until: new Date(until).toISOString(),
      }));
      log.own(codes.FL_LOG_LEVEL.level, codes.FL_LOG_LEVEL.text, {
        code: 'FL_LOG_LEVEL',
        levels: reported,
        file: path,
      });
    },
  });
}
