import { attempt } from '../../../attempt';
import { isError } from '../../line/error-description';
import { FAULT, IDS, LEVEL, MESSAGE } from '../../line/symbols';
import type { Info, StreamName } from '../../types';
import { infoOfFields, infoOfText, parseObject, saidOf, type Said } from '../../line/written-info';
import { isReplaced, replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { passing } from '../passing';

interface WinstonLogger {
  readonly transports?: readonly Transport[];
  readonly levels: Readonly<Record<string, number>>;
  push(chunk: unknown, ...rest: unknown[]): unknown;
}
interface ConsoleTransport {
  readonly stderrLevels?: Record<string, boolean>;
  readonly consoleWarnLevels?: Record<string, boolean>;
  readonly _stream?: unknown;
}
interface Format {
  transform(info: Info, options: unknown): unknown;
}
export interface Transport extends ConsoleTransport {
  readonly constructor: { readonly name: string };
  readonly name?: string;
  readonly silent?: boolean;
  readonly level?: string;
  readonly format?: Format;
  readonly parent?: { readonly level?: string };
  log(info: Info, callback: Callback): unknown;
  readonly logv?: unknown;
  readonly _write?: unknown;
  _accept(write: { chunk: object }): boolean;
}
type Callback = () => void;

/** Fields that formats add and log records have places for. */
const OWN = ['request_id', 'trace_id', 'span_id', 'trace_flags'];

/** What waits for a transport that has a format of its own: the record is made of what that lets through. */
export const waiting = new WeakMap<object, Transport>();

export const saidBy = (given: Info): Said => ({ ...saidOf(given), own: OWN });

/** What a line says, after the formats of its logger: they may hide what must not be seen. */
export function infoOf(given: Info): Info {
  const text: unknown = given[MESSAGE];
  const said = saidBy(given);
  return typeof text === 'string' ? infoOfText(text, said) : infoOfFields(given, said);
}

/**
 * A message object with the IDs for formats to find; the app's own stays as it is. An error stays one, since formats
 * look.
 */
function withIds(given: Info, lines: CapturedLines): Info {
  const ids = lines.ids();
  const copy = Object.assign(isError(given) ? (Object.create(given) as Info) : ({} as Info), given);
  lines.stampObject(copy, ids);
  copy[IDS] = ids;
  const { fault } = saidOf(given);
  if (fault) copy[FAULT] = fault;
  return copy;
}

/** An instance of a class may have more to it than a copy would have. */
const mayCopy = (info: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(info) as null) || isError(info);

/** The IDs of an instance's line stand in the text that the logger's format has left there, if that is JSON. */
function stampText(info: Info, lines: CapturedLines): void {
  const text: unknown = info[MESSAGE];
  if (typeof text !== 'string' || parseObject(text) === undefined) return;
  const stamped = lines.stamp(text);
  if (stamped !== text) info[MESSAGE] = stamped;
}

function patchLogger(Logger: { prototype?: object }, lines: CapturedLines): unknown {
  replace(
    Logger.prototype,
    'write',
    (write) =>
      function (this: unknown, info: unknown, ...rest: unknown[]) {
        // One that winston cannot add the level to is an error, with or without us.
        const isCopied = typeof info === 'object' && info !== null && Object.isExtensible(info) && mayCopy(info);
        return write.call(
          this,
          isCopied ? attempt(() => withIds(info as Info, lines), info) : info,
          ...rest,
        ) as unknown;
      },
  );
  // Called once for a line, with what the logger's formats have made of it.
  replace(
    Logger.prototype,
    'push',
    (push) =>
      function (this: WinstonLogger, info: unknown, ...rest: unknown[]) {
        if (typeof info === 'object' && info !== null) {
          if (!mayCopy(info)) attempt(() => stampText(info as Info, lines), undefined);
          if (lines.isConnected) attempt(() => announce(this, info as Info, lines), undefined);
        }
        return push.call(this, info, ...rest) as unknown;
      },
  );
  return Logger;
}

/**
 * Sends a line, or has it wait for the transport whose format comes last: the one that prints it, or else the first
 * that takes it.
 */
function announce(logger: WinstonLogger, info: Info, lines: CapturedLines): void {
  const transports = logger.transports ?? [];
  if (transports.some(({ constructor }) => constructor.name === 'OpenTelemetryTransportV3')) return;
  const takers = transports.filter((transport) => accepts(transport, logger, info));
  const last = takers.find((transport) => isConsole(transport, info)) ?? takers[0];
  if (last === undefined) return;
  // Uncaught exceptions go past a transport's format.
  if (info['exception'] === true || info['rejection'] === true || !(last.format || mayPrint(last)))
    lines.send(infoOf(info));
  else waiting.set(info, last);
}

/** As transports decide it: one that several loggers share has the level of the last. */
function accepts({ silent, level, parent }: Transport, { levels }: WinstonLogger, info: Info): boolean {
  const least = level ?? parent?.level;
  return !silent && (!least || levels[least]! >= levels[String(info[LEVEL])]!);
}

/** Whether a transport may be one of the app's that prints lines to the console, one by one. */
function mayPrint({ name, logv, _write, _stream }: Transport): boolean {
  const isWinstons = name === 'file' || name === 'http' || (name === 'console' && _stream === undefined);
  return !isWinstons && logv === undefined && isReplaced(_write);
}

function isConsole(transport: Transport, info: Info): boolean {
  return (transport.name === 'console' || transport._stream !== undefined) && streamOf(transport, info) !== undefined;
}

/** A transport that writes `info[MESSAGE]` to a standard stream, at once. */
function patchTransport(Class: { prototype?: object }, lines: CapturedLines): unknown {
  replace(
    Class.prototype,
    'log',
    (log) =>
      function (this: ConsoleTransport, info: Info, callback?: Callback) {
        const text: unknown = info?.[MESSAGE];
        const stream = streamOf(this, info);
        if (typeof text !== 'string' || stream === undefined) return log.call(this, info, callback) as unknown;
        const line = attempt(() => lines.shape(text, stream, () => infoOf(info)), text);
        // Other listeners of `logged` get the object that the formats made; winston's own next line must not come out
        // as part of this one.
        const given =
          line === text
            ? info
            : Object.assign(Object.create(Object.getPrototypeOf(info) as object) as Info, info, { [MESSAGE]: line });
        const result: unknown = passing(() => log.call(this, given, () => undefined) as unknown);
        callback?.();
        return result;
      },
  );
  return Class;
}

function streamOf(transport: ConsoleTransport, info: Info): StreamName | undefined {
  const { _stream: stream, stderrLevels, consoleWarnLevels } = transport;
  if (stream !== undefined)
    return stream === process.stdout ? 'stdout' : stream === process.stderr ? 'stderr' : undefined;
  const level = String(info[LEVEL]);
  return stderrLevels?.[level] || consoleWarnLevels?.[level] ? 'stderr' : 'stdout';
}

export const winston: Library = {
  name: 'winston',
  versions: ['>=3 <4'],
  files: {
    'winston/lib/winston/logger.js': patchLogger,
    'winston/lib/winston/transports/console.js': patchTransport,
    'winston/lib/winston/transports/stream.js': patchTransport,
  },
};
