/** The single place that touches `process.env`. */

const MARKER = 'FIRSTLIGHT_STARTED';

/** The environment of this process, live. On Windows its names are found in any case. */
export const readEnvironment = (): NodeJS.ProcessEnv => process.env;

/** Leaves a mark that children inherit, so that the start line is written once per process tree. */
export function markStarted(): void {
  process.env[MARKER] = String(process.pid);
}

/** Whether this process or an ancestor of it has left the mark. */
export const alreadyStarted = (): boolean => Boolean(process.env[MARKER]);

/** Whether the mark is of this process: it is the first of its tree. */
export const startedHere = (): boolean => process.env[MARKER] === String(process.pid);

/** FIRSTLIGHT_FORCE, before there is a configuration: whether to start even if no app seems to run. */
export const isForced = (): boolean => /^(?:true|1|yes|on)$/i.test(process.env.FIRSTLIGHT_FORCE?.trim() ?? '');

const OURS = /^(?:OTEL_|FIRSTLIGHT_|LOG_(?:LEVEL|FORMAT)$)/;

/**
 * PM2 passes the environment of an app that runs in a cluster as one variable, and takes it apart only when the preload
 * has run (https://github.com/Unitech/pm2/blob/master/lib/ProcessContainer.js). What is for firstlight is taken out
 * before; PM2 then sets the same again.
 */
export function unpackPm2(): void {
  const packed = process.env.pm2_env;
  if (!packed) return;
  try {
    for (const [name, value] of Object.entries(JSON.parse(packed) as Record<string, unknown>)) {
      if (OURS.test(name) && typeof value === 'string') process.env[name] = value;
    }
  } catch {
    // Not PM2's.
  }
}
