import type { Logger } from 'winston';
import { surroundings } from './surroundings';

const loggers = new Map<string | undefined, Logger>();

/** The logger of an app that runs without the preload: same configuration, same lines, nothing captured, nothing sent. */
export function standaloneLogger(name?: string): Logger {
  const known = loggers.get(name);
  if (known) return known;
  const logger = name === undefined ? createRoot() : standaloneLogger().child({ logger: name });
  loggers.set(name, logger);
  return logger;
}

function createRoot(): Logger {
  const { loadConfig, readEnvironment } = require('../config') as typeof import('../config');
  const { createLog } = require('./log') as typeof import('./log');
  const config = loadConfig(readEnvironment(), surroundings(__dirname));
  return createLog(config, () => ({})).logger;
}
