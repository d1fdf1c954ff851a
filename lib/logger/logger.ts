import type * as Winston from 'winston';
import type { Logger } from 'winston';
import { asError, copyFields, copyInfo, createInfo } from './call';
import { createFormat, type FormatOptions, type LineFormat } from './line/format';
import type { Output } from './output/output';
import { createOutputTransport } from './output/output-transport';
import { isGated, Dispatch, type LevelDispatch } from './dispatch';
import type { Sampling } from './levels/sampling';
import { ADMITTED, COUNTED, LEVEL, WRITTEN } from './line/symbols';
import type { Info } from './types';

export interface LoggerOptions extends FormatOptions {
  /** One of winston's npm levels, or `silent`. */
  readonly level: string;
  readonly output: Output;
  /** Leaves lines out of a flood. Default: none are. */
  readonly sampling?: Pick<Sampling, 'admits'>;
}

/** The methods of a winston logger that firstlight replaces, with `this` as winston calls them. */
interface Calls {
  log(this: Logger, ...args: unknown[]): Logger;
  write(this: Logger, ...args: unknown[]): boolean;
  child(this: Logger, fields: object): Logger;
  [level: string]: (this: Logger, ...args: never[]) => unknown;
}

/**
 * A winston logger (an instance of winston's `Logger`) whose lines go to `output`. A call below the level ends before
 * anything is formatted, and no argument makes a call throw or is changed by it; apart from that, calls mean what
 * winston documents. Its transports, level, format and `silent` can be changed like those of any other.
 *
 * While format and transports are firstlight's own, lines go to them directly, past winston's streams, which would do
 * nothing with them but cost several times the line.
 */
export function createLogger(options: LoggerOptions): Logger {
  const winston = require('winston') as typeof Winston;
  const silent = options.level === 'silent';
  const format = createFormat(options);
  const logger = winston.createLogger({
    level: silent ? 'error' : options.level,
    silent,
    // Structurally a winston format; its class is logform's.
    format: format as never,
    transports: [createOutputTransport(options.output)],
  });
  replaceCalls(logger, format, options.sampling);
  return logger;
}

// createLogger of winston makes a class for each logger: its prototype is this logger's own.
function replaceCalls(logger: Logger, format: LineFormat, sampling: LoggerOptions['sampling']): void {
  const calls = Object.getPrototypeOf(logger) as Calls;
  const winstonLog = calls.log;
  const winstonWrite = calls.write;
  calls.write = function (...args) {
    if (sampling !== undefined && this === logger && isLeftOut(args[0])) return true;
    if (this !== logger || args.length !== 1 || !writeDirectly(args[0]))
      return Reflect.apply(winstonWrite, this, [asError(args[0]), ...args.slice(1)]) as boolean;
    return true;
  };
  const route = new Dispatch(logger, format);

  for (const level of Object.keys(logger.levels)) {
    const way = route.of(level)!;
    calls[level] = function (this: Logger) {
      // eslint-disable-next-line prefer-rest-params -- an array for each disabled call is most of its cost
      const args = arguments as ArrayLike<unknown>;
      const self = this ?? logger;
      if (self !== logger) return writeCall(self, level, Array.from(args));
      if (writeQuickly(level, way, args)) return self;
      self.write(createInfo(level, Array.from(args), self.defaultMeta as object | null));
      return self;
    };
  }

  function isLeftOut(given: unknown): boolean {
    if (typeof given !== 'object' || given === null || COUNTED in given) return false;
    const info = given as Info;
    return !sampling!.admits(String(info[LEVEL] ?? info.level), info.message);
  }

  /** False: the call has to take the slow path. */
  function writeQuickly(level: string, way: LevelDispatch, args: ArrayLike<unknown>): boolean {
    route.check();
    if (way.isGated) return true;
    if (
      sampling !== undefined ||
      way.sinks === undefined ||
      args.length === 0 ||
      args.length > 2 ||
      logger.defaultMeta ||
      !route.isClear()
    )
      return false;
    const line = format.quick(level, args[0], args[1], way.needsRecord);
    if (line === undefined) return false;
    for (const sink of way.sinks) sink.write(line.text, level, 'stdout', line.record);
    return true;
  }

  /** False: the line has to go through winston's streams. */
  function writeDirectly(given: unknown): boolean {
    if (typeof given !== 'object' || given === null) return false;
    const info = given as Info;
    const level = info[LEVEL] ?? info.level;
    const way = typeof level === 'string' ? route.of(level) : undefined;
    if (way === undefined) return false;
    route.check();
    const sinks = info[ADMITTED] === true ? way.everyone : way.sinks;
    if (sinks === undefined || !route.isClear()) return false;
    if (logger.silent && info[ADMITTED] !== true) return true;
    const { text, record } = format.line(info);
    for (const sink of sinks) sink.write(text, record.level, record.stream, record);
    if (WRITTEN in info && sinks.length > 0) info[WRITTEN] = true;
    return true;
  }

  calls.log = function (...args) {
    const [level, ...rest] = args;
    if (typeof level === 'object' && level !== null && args.length === 1) {
      const info = copyInfo(level, this.defaultMeta as object | null);
      if (isGated(this, info.level)) return this;
      this.write(info);
      return this;
    }
    // An unknown level is winston's to complain about.
    if (typeof level !== 'string' || !(level in this.levels)) return Reflect.apply(winstonLog, this, args) as Logger;
    const way = this === logger ? route.of(level) : undefined;
    if (way !== undefined && writeQuickly(level, way, rest)) return this;
    return writeCall(this, level, rest);
  };
  calls.child = function (fields) {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- a child of a child writes to the child
    const parent = this;
    const writeAll = (info: object) => {
      const merged = {};
      copyFields(merged, fields);
      copyFields(merged, info);
      if ((child as { [ADMITTED]?: boolean })[ADMITTED] === true) (merged as Info)[ADMITTED] = true;
      return parent.write(merged);
    };
    const child = Object.create(parent, { write: { value: writeAll } }) as Logger;
    return child;
  };
}

function writeCall(logger: Logger, level: string, args: readonly unknown[]): Logger {
  if (!isGated(logger, level)) logger.write(createInfo(level, args, logger.defaultMeta as object | null));
  return logger;
}

/** Whether a line of this level would be written: for callers that want to save the work of making one. */
export function isWritten(logger: Logger, level: string): boolean {
  return !isGated(logger, level);
}
