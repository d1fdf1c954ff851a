import type { Instrumentation } from '@opentelemetry/instrumentation';
import { createFormat, type FormatOptions } from '../line/format';
import { createJsonLines } from '../line/json-line';
import { createRedaction } from '../../redaction';
import { schemas } from '../line/schema';
import { catalogue } from './catalogue';
import type * as HooksFile from './hooks';
import { CapturedLines } from './lines';
import { createDebuglogRewrite } from './libraries/debuglog';
import { captureRawLines } from './raw-lines';
import { watchStreamWrites } from './stream-writes';

export type { CapturedLines } from './lines';
export { restoreLoggers } from './library';

/** The lines of other loggers, under the same names and with the same secrets hidden as those of firstlight's own. */
export function createCapturedLines(options: FormatOptions): CapturedLines {
  return new CapturedLines({
    ids: options.ids,
    format: createFormat(options),
    json: createJsonLines(schemas[options.schema ?? 'otel']),
    redaction: createRedaction(options.redact),
    isJson: options.format === 'json',
  });
}

/**
 * Takes the lines of logging packages, each from when it is loaded: what creates its hooks waits for that.
 * @param without Packages that are left alone.
 */
export function waitingLoggers(
  lines: CapturedLines,
  without: readonly string[] = [],
): { readonly targets: readonly string[]; readonly create: () => Instrumentation }[] {
  return catalogue
    .filter(({ name }) => !without.includes(name))
    .map(({ name, load }) => ({
      targets: [name],
      create() {
        const { createLoggerHooks } = require('./hooks') as typeof HooksFile;
        return createLoggerHooks(lines, load());
      },
    }));
}

/**
 * What {@link waitingLoggers} patch: packages, and files inside of them. Upstream's instrumentations of the same names
 * have to be off then.
 */
export const capturedTargets = (): { name: string; files: readonly string[] }[] =>
  catalogue.map(({ name, files = [] }) => ({ name, files }));

/** Lines that reach the standard streams past all loggers. */
export interface WrittenLines {
  /** From here on they are lines of `lines`. */
  use(lines: CapturedLines): void;
  /** Writes what has no line feed yet, at the end of the process. */
  flush(): void;
  /** Gives the streams their own `write` back. */
  close(): void;
}

/**
 * Watches what is written to the standard streams; has to come before code that looks at their `write`.
 * @param all Everything that the app writes is a line; else only what `NODE_DEBUG` lets through is looked for.
 */
export function watchWrittenLines(all: boolean): WrittenLines {
  const writes = watchStreamWrites(all ? ['stdout', 'stderr'] : ['stderr'], all);
  let flush = (): void => undefined;
  return {
    use(lines) {
      const debuglog = createDebuglogRewrite(lines);
      const raw = all ? captureRawLines(lines) : undefined;
      writes.use((...write) => debuglog(...write) ?? raw?.rewrite(...write));
      flush = () => raw?.flush((name, text) => writes.pass(name, text));
    },
    flush: () => flush(),
    close: writes.close,
  };
}
