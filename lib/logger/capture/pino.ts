import { isError } from '../error-description';
import type { Ids } from '../types';
import { infoOfFields, parseObject, type Said } from '../written-info';
import { attempt, replace, type Library } from './library';
import type { CapturedLines } from './lines';
import { withoutPretty, type TransportOptions } from './pino-pretty';
import { severityOfNumber } from './severity';

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
 * One call of `asJson` is one line, for any stream, file or thread: IDs are added there, after mixins,
 * formatters, serializers and
 * redaction. The record is made of what these have left, and of what the hook `streamWrite` leaves, if there is one.
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
          if (parsed === undefined) return stamped;
          const said = saidBy(this, parsed, value, level, ids);
          if (isWatched(this)) awaited = { text: stamped, said };
          else lines.send(infoOfFields(parsed, said, text));
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
      if (awaited?.text === text && typeof written === 'string' && written.trim() !== '')
        lines.sendText(written, awaited.said);
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

function patchProto(exports: unknown): unknown {
  const prototype =
    typeof exports === 'function' ? (Object.getPrototypeOf((exports as () => object)()) as object) : undefined;
  const write = Object.getOwnPropertySymbols(prototype ?? {}).find(({ description }) => description === 'pino.write');
  if (write)
    replace(
      prototype,
      write,
      (original) =>
        function (this: unknown, given: unknown, ...rest: unknown[]) {
          errorOfCall = isError(given) ? given : undefined;
          try {
            return original.call(this, given, ...rest) as unknown;
          } finally {
            errorOfCall = undefined;
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
  files: { 'pino/lib/tools.js': patchTools, 'pino/lib/transport.js': patchTransport },
};

export const pino6: Library = { name: 'pino', versions: ['>=6 <7'], files: { 'pino/lib/proto.js': patchProto } };
