import { isError } from '../error-description';
import { FAULT, IDS, LEVEL, MESSAGE, SPLAT } from '../symbols';
import type { Info, StreamName } from '../types';
import { attempt, replace, type Library } from './library';
import type { CapturedLines } from './lines';
import { passing } from './passing';
import { withoutColours } from './text';

interface Transport { readonly constructor: { readonly name: string }; readonly silent?: boolean; readonly level?: string; readonly parent?: { readonly level?: string } }
interface WinstonLogger { readonly transports?: readonly Transport[]; readonly levels: Readonly<Record<string, number>>; push(chunk: unknown, ...rest: unknown[]): unknown }
interface ConsoleTransport { readonly stderrLevels?: Record<string, boolean>; readonly consoleWarnLevels?: Record<string, boolean>; readonly _stream?: unknown }
type Callback = () => void;

/** Fields that formats add and log records have places for. */
const OWN = ['level', 'message', 'timestamp', 'splat', 'request_id', 'trace_id', 'span_id', 'trace_flags'];

/** What a line says, after the formats of its logger have had their say: they may hide what nobody is to see. */
function infoOf(given: Info): Info {
  const level = String(given[LEVEL] ?? withoutColours(String(given.level)));
  const info: Info = { level, message: typeof given.message === 'string' ? withoutColours(given.message) : given.message, [LEVEL]: level };
  for (const key of Object.keys(given)) if (!OWN.includes(key)) info[key] = given[key];
  const fault = given[FAULT] ?? faultOf(given);
  if (isError(fault)) info[FAULT] = fault;
  if (given[IDS] !== undefined) info[IDS] = given[IDS];
  return info;
}

function faultOf(info: Info): Error | undefined {
  if (isError(info)) return info;
  const splat: unknown = info[SPLAT];
  return Array.isArray(splat) ? splat.find(isError) as Error | undefined : undefined;
}

/** A message object with the IDs for formats to find; the app's own stays as it is. An error stays one, since formats look. */
function withIds(given: Info, lines: CapturedLines): Info {
  const ids = lines.ids();
  const copy = Object.assign(isError(given) ? Object.create(given) as Info : {} as Info, given);
  lines.stampObject(copy, ids);
  copy[IDS] = ids;
  const fault = faultOf(given);
  if (fault) copy[FAULT] = fault;
  return copy;
}

function patchLogger(Logger: { prototype?: object }, lines: CapturedLines): unknown {
  replace(Logger.prototype, 'write', (write) => function (this: unknown, info: unknown, ...rest: unknown[]) {
    // One that winston cannot add the level to is an error, with or without us.
    const isPlain = typeof info === 'object' && info !== null && Object.isExtensible(info) && (isError(info) || [Object.prototype, null].includes(Object.getPrototypeOf(info) as null));
    return write.call(this, isPlain ? attempt(() => withIds(info as Info, lines), info) : info, ...rest) as unknown;
  });
  // Called once for a line, with what the logger's formats have made of it.
  replace(Logger.prototype, 'push', (push) => function (this: WinstonLogger, info: unknown, ...rest: unknown[]) {
    if (typeof info === 'object' && info !== null) attempt(() => lines.isConnected && isForUs(this, info as Info) && lines.send(infoOf(info as Info)), undefined);
    return push.call(this, info, ...rest) as unknown;
  });
  return Logger;
}

/** Whether a transport takes the line, and none sends it over OTLP by itself. */
function isForUs(logger: WinstonLogger, info: Info): boolean {
  const transports = logger.transports ?? [];
  if (transports.length === 0 || transports.some(({ constructor }) => constructor.name === 'OpenTelemetryTransportV3')) return false;
  const { levels } = logger;
  // As transports decide it: one that several loggers share goes by the level of the last.
  return transports.some(({ silent, level, parent }) => {
    const least = level ?? parent?.level;
    return !silent && (!least || levels[least]! >= levels[String(info[LEVEL])]!);
  });
}

/** A transport that writes `info[MESSAGE]` to a standard stream, at once. */
function patchTransport(Class: { prototype?: object }, lines: CapturedLines): unknown {
  replace(Class.prototype, 'log', (log) => function (this: ConsoleTransport, info: Info, callback?: Callback) {
    const text: unknown = info?.[MESSAGE];
    const stream = streamOf(this, info);
    if (typeof text !== 'string' || stream === undefined) return log.call(this, info, callback) as unknown;
    const line = attempt(() => lines.shape(text, stream, () => infoOf(info)), text);
    // Other listeners of `logged` get the object that the formats made; winston's own next line must not come out as part of this one.
    const given = line === text ? info : Object.assign(Object.create(Object.getPrototypeOf(info) as object) as Info, info, { [MESSAGE]: line });
    const result: unknown = passing(() => log.call(this, given, () => undefined) as unknown);
    callback?.();
    return result;
  });
  return Class;
}

function streamOf(transport: ConsoleTransport, info: Info): StreamName | undefined {
  const { _stream: stream, stderrLevels, consoleWarnLevels } = transport;
  if (stream !== undefined) return stream === process.stdout ? 'stdout' : stream === process.stderr ? 'stderr' : undefined;
  const level = String(info[LEVEL]);
  return stderrLevels?.[level] || consoleWarnLevels?.[level] ? 'stderr' : 'stdout';
}

export const winston: Library = {
  name: 'winston', versions: ['>=3 <4'],
  files: { 'winston/lib/winston/logger.js': patchLogger, 'winston/lib/winston/transports/console.js': patchTransport, 'winston/lib/winston/transports/stream.js': patchTransport },
};
