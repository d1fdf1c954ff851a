import type { Instrumentation } from '@opentelemetry/instrumentation';
import { createFormat, type FormatOptions } from '../format';
import { createJsonLines } from '../json-line';
import { schemas } from '../schema';
import { catalogue } from './catalogue';
import type * as HooksFile from './hooks';
import { CapturedLines } from './lines';

export type { CapturedLines } from './lines';

/** The lines of other loggers, under the same names and with the same secrets hidden as those of firstlight's own. */
export function createCapturedLines(options: FormatOptions): CapturedLines {
  return new CapturedLines({ ids: options.ids, format: createFormat(options), json: createJsonLines(schemas[options.schema ?? 'otel']), isJson: options.format === 'json' });
}

/**
 * Takes the lines of logging packages, each from when it is loaded: what creates its hooks waits for that.
 * @param without Packages that are left alone.
 */
export function waitingLoggers(lines: CapturedLines, without: readonly string[] = []): { readonly targets: readonly string[]; readonly create: () => Instrumentation }[] {
  return catalogue.filter(({ name }) => !without.includes(name)).map(({ name, load }) => ({
    targets: [name],
    create() {
      const { LoggerHooks } = require('./hooks') as typeof HooksFile;
      return new LoggerHooks({ lines, libraries: load() });
    },
  }));
}

/** What {@link waitingLoggers} patch: packages, and files inside of them. Upstream's instrumentations of the same names have to be off then. */
export const capturedTargets = (): { name: string; files: readonly string[] }[] => catalogue.map(({ name, files = [] }) => ({ name, files }));
