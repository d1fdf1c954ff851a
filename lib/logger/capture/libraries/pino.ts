import { attempt } from '../../../attempt';
import { isError } from '../../line/error-description';
import type { Ids } from '../../types';
import { infoOfFields, parseObject, type Said } from '../../line/written-info';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { withoutPretty, type TransportOptions } from './pino-pretty';
import { severityOfNumber } from '../severity';

/**
 * What pino's loggers look like inside; the symbols are found by their descriptions, which are the same in versions 6
 * to 10.
 */
interface PinoLogger {
  readonly levels?: { readonly labels?: Readonly<Record<number, string>> };
  readonly [key: symbol]: unknown;
}

/** Pino's own fields, which log records have places for: https://getpino.io/#/docs/api?id=opt-base */
const OWN = ['level', 'time', 'pid', 'hostname'];

/** What pino calls last, if the app gave it: what that returns is the line. */
type StreamWrite = (this: unknown, text: string) => unknown;
const watched = new WeakSet<object>();
let awaited: { readonly text: string; readonly said: Said } | undefined;

/**
 * One call of `asJson` is one line, for any stream, file or thread: IDs are added there, after mixins, formatters,
 * serializers and redaction. The record is made of what these have left, and of what the hook `streamWrite` leaves, if
 * there is one.
 */
function patchTools(exports: { asJson?: unknown; createArgsNormalizer?: unknown }, lines: CapturedLines): unknown {
  replace(
    exports,
    'asJson',
    (asJson) =>
      function (this: PinoLogger, value: unknown, message: unknown, level: number, ...rest: unknown[]) {
        const text = asJson.call(this, value, message, level, ...rest) as string;
        return attempt(() => {
          const ids = lines.ids();
          const parsed = lines.isConnected ? parseObject(text) : undefined;
          const stamped = lines.stamp(text, ids, parsed);
          const call = writing;
          if (call) call.said = () => saidBy(this, parsed ?? parseObject(text) ?? {}, value, level, ids);
          if (parsed === undefined) return stamped;
          const said = saidBy(this, parsed, value, level, ids);
          if (isWatched(this)) awaited = { text: stamped, said };
          else sendNow(call, () => lines.send(infoOfFields(parsed, said, text)));
          return stamped;
        }, text);
      },
  );
  replace(
    exports,
    'createArgsNormalizer',
    (create) =>
      function (this: unknown, ...defaults: unknown[]) {
        const normalize = create.apply(this, defaults) as (...args: unknown[]) => {
          opts?: { hooks?: { streamWrite?: StreamWrite } };
        };
        return function (this: unknown, ...args: unknown[]) {
          const result = normalize.apply(this, args);
          attempt(() => watchHook(result.opts, lines), undefined);
          return result;
        };
      },
  );
  return exports;
}

/** @param options Pino's own copy of the app's. */
function watchHook(options: { hooks?: { streamWrite?: StreamWrite } } | undefined, lines: CapturedLines): void {
  const hook = options?.hooks?.streamWrite;
  if (typeof hook !== 'function' || watched.has(hook)) return;
  const streamWrite: StreamWrite = function (text) {
    const written = hook.call(this, text);
    attempt(() => {
      if (awaited?.text === text && typeof written === 'string' && written.trim() !== '') {
        const { said } = awaited;
        sendNow(writing, () => lines.sendText(written, said));
      }
      awaited = undefined;
    }, undefined);
    return written;
  };
  watched.add(streamWrite);
  options!.hooks = { ...options!.hooks, streamWrite };
}

function isWatched(logger: PinoLogger): boolean {
  const hook = (valueOf(logger, 'pino.hooks') as { streamWrite?: object } | undefined)?.streamWrite;
  return hook !== undefined && watched.has(hook);
}

function saidBy(logger: PinoLogger, line: Record<string, unknown>, value: unknown, level: number, ids: Ids): Said {
  const errorKey = named(logger, 'pino.errorKey', 'err');
  const messageKey = named(logger, 'pino.messageKey', 'msg');
  const given = isError(value) ? value : (value as Record<string, unknown> | null)?.[errorKey];
  const fault = isError(given) ? given : errorOfCall;
  const label = logger.levels?.labels?.[level] ?? String(level);
  return {
    level: label,
    severity: severityOfNumber(level),
    ids,
    fault,
    message: line[messageKey],
    fields: line,
    messageKey,
    errorKey,
    own: OWN,
  };
}

/** Version 6 lays an error's properties into an object of its own, and passes only that on. */
let errorOfCall: Error | undefined;

/** A line on its way to a stream of the app's, which may print it by `console.log`. */
interface Writing {
  said?: () => Said;
  send?: () => void;
}
let writing: Writing | undefined;
/** Pino's own destinations, which print nothing to the console. */
const DESTINATIONS = new Set(['SonicBoom', 'ThreadStream']);

/** Sends a line's record: a call that is running does so when it is known what becomes of the line. */
function sendNow(call: Writing | undefined, send: () => void): void {
  if (call) call.send = send;
  else send();
}

function isOwnDestination(logger: PinoLogger): boolean {
  const stream = valueOf(logger, 'pino.stream') as object | undefined;
  return DESTINATIONS.has(stream?.constructor?.name ?? '');
}

function patchProto(exports: unknown, lines: CapturedLines): unknown {
  const prototype =
    typeof exports === 'function' ? (Object.getPrototypeOf((exports as () => object)()) as object) : undefined;
  const write = Object.getOwnPropertySymbols(prototype ?? {}).find(({ description }) => description === 'pino.write');
  if (write)
    replace(
      prototype,
      write,
      (original) =>
        function (this: PinoLogger, given: unknown, ...rest: unknown[]) {
          const [outerError, outer] = [errorOfCall, writing];
          errorOfCall = isError(given) ? given : undefined;
          const own: Writing | undefined = attempt(() => isOwnDestination(this), true) ? undefined : {};
          writing = own;
          const write = () => original.call(this, given, ...rest) as unknown;
          try {
            if (!own) return write();
            return lines.during(
              () => own.said!(),
              write,
              () => own.send?.(),
            );
          } finally {
            [errorOfCall, writing] = [outerError, outer];
          }
        },
    );
  return exports;
}

const symbols = new Map<string, symbol>();

function named(logger: PinoLogger, description: string, otherwise: string): string {
  const value = valueOf(logger, description);
  return typeof value === 'string' ? value : otherwise;
}

function valueOf(logger: PinoLogger, description: string): unknown {
  let symbol = symbols.get(description);
  for (
    let place: object | null = logger;
    symbol === undefined && place !== null;
    place = Object.getPrototypeOf(place) as object | null
  ) {
    symbol = Object.getOwnPropertySymbols(place).find((each) => each.description === description);
    if (symbol) symbols.set(description, symbol);
  }
  return symbol === undefined ? undefined : logger[symbol];
}

function patchTransport(exports: unknown, lines: CapturedLines): unknown {
  if (typeof exports !== 'function' || !lines.isJson) return exports;
  const transport = exports as (options: TransportOptions) => unknown;
  return Object.assign(
    (options: TransportOptions) => transport(attempt(() => withoutPretty(options), options)),
    transport,
  );
}

export const pino: Library = {
  name: 'pino',
  versions: ['>=6 <11'],
  files: {
    'pino/lib/tools.js': patchTools,
    'pino/lib/transport.js': patchTransport,
    'pino/lib/proto.js': patchProto,
  },
};
