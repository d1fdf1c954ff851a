import { parseObject } from '../../line/written-info';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { passingStream, standardStreamOf } from './pino-pretty';

interface Options {
  readonly all?: boolean;
  readonly destination?: unknown;
  readonly [AS_IS]?: boolean;
}
type Print = (stream?: unknown) => unknown;
type Factory = (options?: Options, ...rest: unknown[]) => Print;
type Exports = ((options?: Options) => unknown) & { httpPrintFactory?: Factory };

/** Among the options of a transport: its lines are left as they are. */
const AS_IS = Symbol('firstlight.as-is');

/** The stream that an app makes of it in its own thread. Lines that are no request's are left out, as it does it. */
function streamed(print: Print, options: Options | undefined): Print {
  return (stream) => {
    const name = standardStreamOf(stream ?? undefined);
    if (name === undefined) return print(stream);
    return passingStream(name, (line) => {
      const { req, res } = parseObject(line) ?? {};
      return options?.all === true || Boolean(req && res);
    });
  };
}

function patch(exports: Exports, lines: CapturedLines): unknown {
  if (typeof exports !== 'function' || !lines.isJson) return exports;
  const { httpPrintFactory: make } = exports;
  if (make === undefined) return exports;
  const transport = (options?: Options): unknown =>
    exports(standardStreamOf(options?.destination) === undefined ? options : { ...options, [AS_IS]: true });
  return Object.assign(transport, exports, {
    httpPrintFactory: ((options, ...rest) => streamed(make(options, ...rest), options)) satisfies Factory,
  });
}

/** In a thread of its own, it makes a text of each line of a request. */
function patchFormat(exports: object): unknown {
  replace(
    exports,
    'format',
    (format) =>
      function (this: unknown, line: unknown, options?: Options, ...rest: unknown[]) {
        return options?.[AS_IS] === true
          ? `${JSON.stringify(line)}\n`
          : (format.call(this, line, options, ...rest) as unknown);
      },
  );
  return exports;
}

/** Prints the requests among pino's lines; at a standard stream they come out as pino has made them, with IDs. */
export const pinoHttpPrint: Library = {
  name: 'pino-http-print',
  versions: ['>=3'],
  patch,
  files: { 'pino-http-print/lib/utils.js': patchFormat },
};
