import { isError } from '../error-description';
import { FAULT, IDS, LEVEL, SEVERITY } from '../symbols';
import type { Info } from '../types';
import { parseObject } from './json-text';
import { attempt, replace, type Library } from './library';
import type { CapturedLines } from './lines';
import { withoutPretty, type TransportOptions } from './pino-pretty';
import { severityOfNumber } from './severity';

/** What pino's loggers look like inside; the symbols are found by their descriptions, which are the same in versions 6 to 10. */
interface PinoLogger { readonly levels?: { readonly labels?: Readonly<Record<number, string>> }; readonly [key: symbol]: unknown }

/** Pino's own fields, which log records have places for: https://getpino.io/#/docs/api?id=opt-base */
const OWN = ['level', 'time', 'pid', 'hostname'];

/** One call of `asJson` is one line, whatever stream, file or thread it goes to: IDs are added there, after mixins, formatters and redaction. */
function patchTools(exports: { asJson?: unknown }, lines: CapturedLines): unknown {
  replace(exports, 'asJson', (asJson) => function (this: PinoLogger, value: unknown, message: unknown, level: number, ...rest: unknown[]) {
    const text = asJson.call(this, value, message, level, ...rest) as string;
    return attempt(() => {
      const ids = lines.ids();
      const parsed = lines.isConnected ? parseObject(text) : undefined;
      if (parsed !== undefined) lines.send(infoOf(this, parsed, value, level, { [IDS]: ids }));
      return lines.stamp(text, ids, parsed);
    }, text);
  });
  return exports;
}

function infoOf(logger: PinoLogger, line: Record<string, unknown>, value: unknown, level: number, marks: object): Info {
  const errorKey = named(logger, 'pino.errorKey', 'err');
  const { [named(logger, 'pino.messageKey', 'msg')]: message = '', ...fields } = line;
  for (const name of OWN) delete fields[name];
  const given = (value as Record<string, unknown> | null)?.[errorKey];
  const fault = isError(given) ? given : errorOfCall;
  if (fault) delete fields[errorKey];
  if (fault && fields['stack'] === fault.stack && fields['type'] === 'Error') delete fields['type'];
  const label = logger.levels?.labels?.[level] ?? String(level);
  return { ...fields, ...marks, message, level: label, [LEVEL]: label, [SEVERITY]: severityOfNumber(level), ...(fault && { [FAULT]: fault }) };
}

/** Version 6 lays an error's properties into an object of its own, and passes only that on. */
let errorOfCall: Error | undefined;

function patchProto(exports: unknown): unknown {
  const prototype = typeof exports === 'function' ? Object.getPrototypeOf((exports as () => object)()) as object : undefined;
  const write = Object.getOwnPropertySymbols(prototype ?? {}).find(({ description }) => description === 'pino.write');
  if (write) replace(prototype, write, (original) => function (this: unknown, given: unknown, ...rest: unknown[]) {
    errorOfCall = isError(given) ? given : undefined;
    try {
      return original.call(this, given, ...rest) as unknown;
    } finally {
      errorOfCall = undefined;
    }
  });
  return exports;
}

const symbols = new Map<string, symbol>();

function named(logger: PinoLogger, description: string, otherwise: string): string {
  let symbol = symbols.get(description);
  for (let place: object | null = logger; symbol === undefined && place !== null; place = Object.getPrototypeOf(place) as object | null) {
    symbol = Object.getOwnPropertySymbols(place).find((each) => each.description === description);
    if (symbol) symbols.set(description, symbol);
  }
  const value = symbol === undefined ? undefined : logger[symbol];
  return typeof value === 'string' ? value : otherwise;
}

function patchTransport(exports: unknown, lines: CapturedLines): unknown {
  if (typeof exports !== 'function' || !lines.isJson) return exports;
  const transport = exports as (options: TransportOptions) => unknown;
  return Object.assign((options: TransportOptions) => transport(attempt(() => withoutPretty(options), options)), transport);
}

export const pino: Library = { name: 'pino', versions: ['>=6 <11'], files: { 'pino/lib/tools.js': patchTools, 'pino/lib/transport.js': patchTransport } };

export const pino6: Library = { name: 'pino', versions: ['>=6 <7'], files: { 'pino/lib/proto.js': patchProto } };
