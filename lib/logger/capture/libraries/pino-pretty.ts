import { Writable } from 'node:stream';
import type { StreamName } from '../../types';
import type { Library } from '../library';
import { passing } from '../passing';

/** What prints pino's lines for people. */
const PRETTY = /(?:^|[/\\])(pino-pretty|pino-http-print|one-line-logger|pino-colada)(?:$|[/\\])/;

interface Target {
  target?: unknown;
  level?: unknown;
  options?: { destination?: unknown; all?: unknown };
}
export interface TransportOptions extends Target {
  targets?: Target[];
}

/** The standard stream that it would print on; undefined for a file or a stream of the app's. */
export function standardStreamOf(destination: unknown): StreamName | undefined {
  if (destination === undefined || destination === 1 || destination === process.stdout) return 'stdout';
  return destination === 2 || destination === process.stderr ? 'stderr' : undefined;
}

/** A stream that puts finished lines on a standard one. @param accepts Which of them; by default all. */
export function passingStream(name: StreamName, accepts: (line: string) => boolean = () => true): Writable {
  return new Writable({
    decodeStrings: false,
    write(line: string | Buffer, _encoding, done) {
      if (accepts(String(line))) passing(() => process[name].write(line));
      done();
    },
  });
}

function plainTarget<T extends Target>(target: T): T {
  const [, name] = (typeof target?.target === 'string' && PRETTY.exec(target.target)) || [];
  // It leaves out lines that are no request's, unless it is asked for all.
  if (name === undefined || (name === 'pino-http-print' && target.options?.all !== true)) return target;
  const stream = standardStreamOf(target.options?.destination);
  return stream === undefined
    ? target
    : { ...target, target: 'pino/file', options: { destination: stream === 'stdout' ? 1 : 2 } };
}

/**
 * Options of a transport in which pino-pretty gives way to the lines as they are, if it would print on a standard
 * stream. A copy.
 */
export function withoutPretty(options: TransportOptions): TransportOptions {
  return Array.isArray(options.targets)
    ? { ...options, targets: options.targets.map(plainTarget) }
    : plainTarget(options);
}

type Build = (options?: { destination?: unknown }) => unknown;

/** The stream that an app makes of it in its own thread. */
export const pinoPretty: Library = {
  name: 'pino-pretty',
  versions: ['>=4'],
  patch(exports: Build & Record<string, unknown>, lines) {
    if (typeof exports !== 'function' || !lines.isJson) return exports;
    const build: Build = (options) => {
      const name = standardStreamOf(options?.destination);
      if (name === undefined) return exports(options);
      return passingStream(name);
    };
    return Object.assign(build, exports, { default: build, build });
  },
};
