import { attempt } from '../../../attempt';
import { isError } from '../../line/error-description';
import type { Info, StreamName } from '../../types';
import { infoOfFields, infoOfText, parseObject, type Said, withoutColours } from '../../line/written-info';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { isPassing, passing, runningCall } from '../passing';
import { severityOfName } from '../severity';
import { formatArguments } from '../text';

interface LogObject {
  readonly type: string;
  readonly level: number;
  readonly tag?: string;
  readonly args: readonly unknown[];
}
interface Streams {
  stdout?: unknown;
  stderr?: unknown;
  options?: Streams;
}
interface Reporter {
  log?: unknown;
  formatLogObj?: unknown;
}
type Consola = { options?: { reporters?: Reporter[] }; _reporters?: Reporter[] };

/** What its types mean, if their names are not levels; consola's numbers are coarser. */
const LEVELS: Readonly<Record<number, string>> = {
  0: 'error',
  1: 'warn',
  2: 'info',
  3: 'info',
  4: 'debug',
  5: 'trace',
};
const NAMES = new Set(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'verbose']);

function saidBy({ type, level, tag, args }: LogObject): Said {
  const name = NAMES.has(type) ? type : LEVELS[Math.min(Math.max(level, 0), 5)]!;
  const fault = args.find(isError);
  const message = withoutColours(args.length === 1 && fault ? fault.message : formatArguments(args));
  return { level: name, severity: severityOfName(name), message, fault, fields: tag ? { logger: tag } : {} };
}

/** @param text What a reporter has made of a line; undefined if none of those that print has. */
function infoOf(line: LogObject, text: string | undefined): Info {
  const said = saidBy(line);
  const info =
    text === undefined
      ? infoOfFields({ ...said.fields, stack: isError(said.fault) ? said.fault.stack : undefined }, said)
      : infoOfText(text, said);
  if (said.level !== line.type) info['type'] = line.type;
  // A narrow reporter leaves the tag out, which is the name of the logger and hides nothing.
  if (line.tag) info['logger'] = line.tag;
  return info;
}

/** The stream that one of consola's own reporters writes a line to, if it is one of the two. */
function streamOf({ level }: LogObject, context: Streams | undefined): StreamName | undefined {
  const name = level < 2 ? 'stderr' : 'stdout';
  const stream = context?.options?.[name] ?? context?.[name] ?? process[name];
  return stream === process[name] ? name : undefined;
}

/** What reporters have made of lines. */
const shown = new WeakMap<LogObject, string>();

/** Its reporters make a text of each line and write it; if that goes to a standard stream, the text is made here. */
function patchReporter(reporter: Reporter, lines: CapturedLines): void {
  let stream: StreamName | undefined;
  for (
    let place: Reporter | null = reporter;
    place !== null && place !== Object.prototype;
    place = Object.getPrototypeOf(place) as Reporter | null
  ) {
    if (Object.hasOwn(place, 'log'))
      replace(
        place,
        'log',
        (log) =>
          function (this: unknown, line: LogObject, context: Streams, ...rest: unknown[]) {
            stream = streamOf(line, context);
            try {
              return passing(() => log.call(this, line, context, ...rest) as unknown);
            } finally {
              stream = undefined;
            }
          },
      );
    if (Object.hasOwn(place, 'formatLogObj'))
      replace(
        place,
        'formatLogObj',
        (format) =>
          function (this: unknown, line: LogObject, ...rest: unknown[]) {
            const text = format.call(this, line, ...rest) as string;
            shown.set(line, text);
            const to = stream;
            return to === undefined
              ? text
              : attempt(() => {
                  // What the app gave is JSON already: consola would only put its colours around it.
                  const [given] = line.args;
                  return lines.shape(
                    line.args.length === 1 && typeof given === 'string' && parseObject(given) ? given : text,
                    to,
                    () => infoOf(line, text),
                  );
                }, text);
          },
      );
  }
}

function patch(exports: any, lines: CapturedLines): unknown {
  const instance = (exports.consola ?? exports.default?.consola ?? exports.default ?? exports) as Consola;
  const Class = Object.getPrototypeOf(instance) as object | null;
  if (Class === null) return exports;
  for (const reporter of instance.options?.reporters ?? instance._reporters ?? [])
    if (typeof reporter?.formatLogObj === 'function') patchReporter(reporter, lines);
  replace(
    Class,
    '_log',
    (log) =>
      function (this: unknown, line: LogObject, ...rest: unknown[]) {
        // A line of firstlight's that consola intercepts: it is sent already.
        const isOurs = isPassing() && runningCall() === undefined;
        const write = () => log.call(this, line, ...rest) as unknown;
        if (isOurs) return write();
        return lines.during(
          () => saidBy(line),
          write,
          () => lines.send(infoOf(line, shown.get(line))),
        );
      },
  );
  return exports as unknown;
}

export const consola: Library = { name: 'consola', versions: ['>=2 <4'], patch };
