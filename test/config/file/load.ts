import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../../lib/config';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder({ 'package.json': { name: 'shop' } });
export const path = join(folder, 'otel.yaml');

/** The configuration of a file; `file_format` is put before its text unless it has one. */
export function loadFile(text: string, env: NodeJS.ProcessEnv = {}): Config {
  writeFileSync(path, /file_format/.test(text) ? text : `file_format: "1.1"\n${text}`);
  return loadConfig({ OTEL_CONFIG_FILE: path, ...env }, { cwd: folder, ownRoot: '/nowhere' });
}

/** As `12:7 key`, without the path. */
export const short = (text: string): string => text.replaceAll(`${path}:`, '');
