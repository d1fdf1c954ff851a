import type { Logger } from 'winston';
import { asOwn } from '../output/own-lines';
import { LEVEL, STREAM } from '../line/symbols';

/** How the environment has Node treat warnings; only lib/config reads it. */
export interface WarningOptions {
  /** `NODE_OPTIONS`. */
  readonly nodeOptions?: string;
  /** `NODE_REDIRECT_WARNINGS`: a file that takes the warnings; they stay as they are then. */
  readonly redirectWarnings?: string;
}

type WarningListener = (warning: Error & { code?: string; detail?: string }) => void;
/**
 * Undocumented properties that mirror the command line flags, which Node's own listener obeys; they can be changed at
 * run time.
 */
type Flags = { noDeprecation?: boolean; traceProcessWarnings?: boolean; traceDeprecation?: boolean };

/**
 * Puts a line of level warn on stderr in the place of Node's text for process warnings and deprecations. Takes the
 * place of Node's own `warning` listener, and says nothing if that would say nothing (`--no-warnings`,
 * `NODE_NO_WARNINGS=1`, `--disable-warning`, `--no-deprecation`); with `--redirect-warnings` nothing is replaced.
 * Listeners of the app are called as before.
 *
 * @returns Gives Node its listener back, unless the app has removed ours meanwhile.
 */
export function installWarningLines(logger: Logger, options: WarningOptions = {}): () => void {
  const args = [...(options.nodeOptions ?? '').split(/\s+/), ...process.execArgv];
  const nodes = process.listeners('warning').find((listener) => listener.name === 'onWarning') as
    WarningListener | undefined;
  const isRedirected = Boolean(options.redirectWarnings) || args.some((arg) => arg.startsWith('--redirect-warnings'));
  if (!nodes || isRedirected) return () => undefined;

  const disabled = flagValues(args, '--disable-warning');
  const onWarning: WarningListener = (warning) => {
    try {
      write(warning);
    } catch {
      // Node prints what it can of a warning that cannot be read, or throws what reading it throws.
      Reflect.apply(nodes, process, [warning]);
    }
  };
  const write: WarningListener = (warning) => {
    if (
      !(warning instanceof Error) ||
      disabled.has(warning.name) ||
      (warning.code !== undefined && disabled.has(warning.code))
    )
      return;
    const flags = process as Flags;
    const isDeprecation = warning.name === 'DeprecationWarning';
    if (isDeprecation && flags.noDeprecation) return;
    const isTraced = flags.traceProcessWarnings || (isDeprecation && flags.traceDeprecation);
    const { name, code, detail, stack } = warning;
    const message =
      typeof warning.toString === 'function' ? warning.toString() : Error.prototype.toString.call(warning);
    const described = { name, code, detail, stack: isTraced ? stack : undefined };
    asOwn(() => logger.write({ level: 'warn', message, warning: described, [LEVEL]: 'warn', [STREAM]: 'stderr' }));
  };
  process.removeListener('warning', nodes);
  process.prependListener('warning', onWarning);

  return () => {
    if (!process.listeners('warning').includes(onWarning)) return;
    process.removeListener('warning', onWarning);
    process.prependListener('warning', nodes);
  };
}

/** The values of a flag that can be given several times, as `--flag=value` or `--flag value`. */
function flagValues(args: readonly string[], flag: string): ReadonlySet<string> {
  const values = new Set<string>();
  args.forEach((arg, index) => {
    if (arg.startsWith(`${flag}=`)) values.add(arg.slice(flag.length + 1));
    else if (arg === flag && args[index + 1] !== undefined) values.add(args[index + 1]!);
  });
  return values;
}
