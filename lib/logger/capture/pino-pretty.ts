import { Writable } from 'node:stream';
import type { StreamName } from '../types';
import type { Library } from './library';
import { passing } from './passing';

const PRETTY = /(?:^|[/\\])pino-pretty(?:$|[/\\])/;

interface Target {
  target?: unknown;
  level?: unknown;
  options?: { destination?: unknown };
}
export interface TransportOptions extends Target {
  targets?: Target[];
}

/** The standard stream that it would print on; undefined for a file or a stream of the app's. */
function streamOf(destination: unknown): StreamName | undefined {
  if (destination === undefined || destination === 1 || destination === process.stdout) return 'stdout';
  return destination === 2 || destination === process.stderr ? 'stderr' : undefined;
}

function plainTarget<T extends Target>(target: T): T {
  if (typeof target?.target !== 'string' || !PRETTY.test(target.target)) return target;
  const stream = streamOf(target.options?.destination);
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
      const name = streamOf(options?.destination);
      if (name === undefined) return exports(options);
      return new Writable({
        decodeStrings: false,
        write: (line: string, _encoding, done) => {
          passing(() => process[name].write(line));
          done();
        },
      });
    };
    return Object.assign(build, exports, { default: build, build });
  },
};
