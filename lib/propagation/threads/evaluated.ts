import { copyWith } from '../copy';

interface Options {
  readonly eval?: unknown;
  readonly execArgv?: unknown;
  readonly env?: unknown;
}

/**
 * The preload, and whether a thread with these flags would have it by `--import`; without NODE_OPTIONS, with those of
 * this process.
 */
export interface Preload {
  readonly file: string;
  isImportedBy(execArgv: readonly string[], nodeOptions: string | undefined): boolean;
}

/**
 * The arguments for `new Worker` with the preload as `--require`, if it is a thread that evaluates a text and that
 * would get the preload by `--import` if it ran a file: Node runs no `--import` in it.
 * https://github.com/nodejs/node/blob/v24.11.1/lib/internal/main/worker_thread.js#L203-L220
 * undefined if the arguments are right as they are.
 */
export function withRequire(args: readonly unknown[], { file, isImportedBy }: Preload): unknown[] | undefined {
  const options = args[1] as Options | null | undefined;
  if (typeof options !== 'object' || options === null || !options.eval) return undefined;
  const execArgv = options.execArgv === undefined || options.execArgv === null ? process.execArgv : options.execArgv;
  if (!isListOfTexts(execArgv) || !isImportedBy(execArgv, nodeOptionsOf(options.env))) return undefined;
  return [args[0], copyWith(options, { execArgv: [...execArgv, '--require', file] }), ...args.slice(2)];
}

/** Anything else Node.js refuses, or makes a text of, when it comes to it. */
function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** The app's own environment for the thread; undefined and SHARE_ENV mean that of this process. */
function nodeOptionsOf(env: unknown): string | undefined {
  if (typeof env !== 'object' || env === null) return undefined;
  const { NODE_OPTIONS } = env as { NODE_OPTIONS?: unknown };
  return typeof NODE_OPTIONS === 'string' ? NODE_OPTIONS : '';
}
