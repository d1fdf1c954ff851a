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

/** FIRSTLIGHT_FORCE, before there is a configuration: whether to start even where no app seems to run. */
export const isForced = (): boolean => /^(?:true|1|yes|on)$/i.test(process.env.FIRSTLIGHT_FORCE?.trim() ?? '');
