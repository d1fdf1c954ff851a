import type { Logger } from 'winston';
import type { Steering } from '../logger';
import { processInfo } from './process-info';

let root: { readonly logger: Logger; readonly loggerLevels: Steering } | undefined;

/**
 * The logger of an app that runs without the preload: same configuration, same lines, nothing captured, nothing sent.
 */
export function standaloneLogger(name?: string): Logger {
  root ??= createRoot();
  return name === undefined ? root.logger : root.loggerLevels.named(name);
}

function createRoot(): { logger: Logger; loggerLevels: Steering } {
  const { loadConfig, readEnvironment } = require('../config') as typeof import('../config');
  const { createLog } = require('./log') as typeof import('./log');
  const { createSteering } = require('../logger') as typeof import('../logger');
  const config = loadConfig(readEnvironment(), processInfo(__dirname));
  const { logger } = createLog(config, () => ({}));
  return { logger, loggerLevels: createSteering(logger, config.FIRSTLIGHT_LOG_LEVELS) };
}
