// The environment of the trial: the app's own, with telemetry to the doctor, and lines that the doctor can read.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { appEnvironment } from '../../app/environment';
import { preloadsOf } from '../command-line';
import type { DoctorContext } from '../context';
import { resolveSpecifier } from '../specifier';

/** Levels that would leave out the line by which firstlight says that it started. */
const TOO_QUIET = ['silent', 'error', 'warn'];

export function trialEnvironment(
  { environment, commandLine, config, cwd, root }: DoctorContext,
  grpcPort: number,
): NodeJS.ProcessEnv {
  const { env } = appEnvironment(environment, pathToFileURL(path.join(root, 'register.js')).href, grpcPort);
  const isPreloaded = preloadsOf(commandLine).some(({ value = '' }) => resolveSpecifier(value, cwd).isOurs);
  if (isPreloaded) env.NODE_OPTIONS = environment.NODE_OPTIONS;
  delete env.FIRSTLIGHT_STARTED;
  env.LOG_FORMAT = 'json';
  env.FIRSTLIGHT_LOG_SCHEMA = 'otel';
  if (TOO_QUIET.includes(config.LOG_LEVEL)) env.LOG_LEVEL = 'info';
  return env;
}
