import type { renderConfigFile as RenderConfigFile } from '../file';
import { rows } from '../table';
import type { Config } from '../types';

/** A configuration as a file that OTEL_CONFIG_FILE can name, without secrets. */
export function describeAsFile(config: Config): string {
  const { renderConfigFile } = require('../file') as { renderConfigFile: typeof RenderConfigFile };
  return renderConfigFile(config, rows);
}
