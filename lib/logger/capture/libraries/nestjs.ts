import { attempt } from '../../../attempt';
import { isError } from '../../line/error-description';
import { FAULT, LEVEL, SEVERITY, STREAM } from '../../line/symbols';
import type { Info, StreamName } from '../../types';
import { collectWrites, type CollectedWrite } from '../collected-writes';
import { parseObject } from '../../line/written-info';
import { replace, type Library } from '../library';
import type { CapturedLines } from '../lines';
import { severityOfName } from '../severity';
import { withoutColours } from '../../line/written-info';

/** The methods of Nest's `ConsoleLogger`; its `log` is what others call info. */
const METHODS = ['log', 'error', 'warn', 'debug', 'verbose', 'fatal'] as const;
const levelOf = (method: string): string => (method === 'log' ? 'info' : method);

/** What a call of a method printed: its messages, each one write, then a stack in writes of its own. */
interface Printed {
  messages: unknown[];
  context: unknown;
}

type Shown = { readonly stream: StreamName; readonly text: string; readonly info: Info };

/** The lines of one call in text mode: one for each message, the last of which has the stack. */
function linesOf(level: string, { messages, context }: Printed, writes: readonly CollectedWrite[]): Shown[] {
  const stack = writes
    .slice(messages.length)
    .map(({ text }) => text)
    .join('')
    .trim();
  return writes.slice(0, messages.length).map(({ stream, text }, index) => {
    const given = messages[index];
    const { message, fault: printed } = messageOf(given, withoutColours(text).trim());
    const isLast = index === messages.length - 1;
    const fault = isLast && stack !== '' ? faultOf(given, message, stack) : printed;
    const logger = typeof context === 'string' && context !== '' ? { logger: context } : undefined;
    return { stream, text, info: infoOf({ ...logger, message, ...(fault && { [FAULT]: fault }) }, level, stream) };
  });
}

/** What Nest puts in front of a message: its name, the process, the time, the level and the context. */
const HEAD = /^\[[^\]]*\] \d+\s+- .*? {2,}[A-Z]+ (?:\[[^\]]*\] )?/;
/** The time since the line before, behind it. */
const TAIL = / \+\d+ms$/;

/** A subclass may print another text than it was given: then that is the message. */
function messageOf(given: unknown, text: string): { message: string; fault?: Error } {
  if (typeof given === 'string' && text.includes(given)) return { message: given };
  const own = text.replace(HEAD, '').replace(TAIL, '');
  // An error is printed with its stack, which has the message.
  const isPrinted = isError(given) && typeof given.stack === 'string' && own.startsWith(given.stack);
  return isPrinted ? { message: String(given.message), fault: given } : { message: own };
}

const infoOf = (fields: object, level: string, stream: StreamName): Info =>
  ({ ...fields, level, [LEVEL]: level, [SEVERITY]: severityOfName(level), [STREAM]: stream }) as unknown as Info;

/** Nest passes on the stack of an error as text. */
function faultOf(given: unknown, message: string, stack: string): Error {
  if (given instanceof Error) return given;
  const [, name, text] = /^(\w*(?:Error|Exception)\w*)(?:: (.*))?/.exec(stack) ?? [];
  const fault = new Error(text ?? message);
  return Object.defineProperties(fault, {
    name: { value: name ?? 'Error', configurable: true },
    stack: { value: stack, configurable: true },
  });
}

/** A line of `new ConsoleLogger({ json: true })`. */
function infoOfJson(parsed: Record<string, unknown>, level: string, stream: StreamName): Info {
  const { message, context, stack, ...fields } = parsed;
  for (const name of ['level', 'pid', 'timestamp']) delete fields[name];
  const fault = typeof stack === 'string' ? faultOf(undefined, String(message), stack) : undefined;
  const logger = typeof context === 'string' ? { logger: context } : undefined;
  return infoOf({ ...fields, ...logger, message, ...(fault && { [FAULT]: fault }) }, level, stream);
}

/** Writes what a call printed: JSON with IDs, text as a line of its level. Each is one record. */
function show(
  lines: CapturedLines,
  level: string,
  printed: Printed | undefined,
  writes: readonly CollectedWrite[],
  write: (stream: StreamName, text: string) => void,
): void {
  const isJson = writes.length > 0 && writes.every(({ text }) => parseObject(text.trim()) !== undefined);
  const asIs = (): void => writes.forEach(({ stream, text }) => write(stream, text));
  if (isJson) {
    for (const { stream, text } of writes) {
      const parsed = parseObject(text.trim())!;
      lines.send(infoOfJson(parsed as Record<string, unknown>, level, stream));
      write(stream, `${lines.stamp(text.trimEnd(), undefined, parsed)}\n`);
    }
    return;
  }
  if (printed === undefined || writes.length < printed.messages.length) return asIs();
  const shown = linesOf(level, printed, writes);
  for (const { info } of shown) lines.send(info);
  if (!lines.isJson) return asIs();
  for (const { stream, text, info } of shown) write(stream, `${lines.shape(text, stream, () => info)}\n`);
}

function patchLogger(exports: { ConsoleLogger?: { prototype: object } }, lines: CapturedLines): unknown {
  const prototype = exports.ConsoleLogger?.prototype;
  if (!prototype) return exports;
  // The call that runs: a subclass's methods call those of the class itself, which may call each other.
  let running: { printed?: Printed } | undefined;
  replace(
    prototype,
    'printMessages',
    (printMessages) =>
      function (this: unknown, messages: unknown, context: unknown, ...rest: unknown[]) {
        if (running && Array.isArray(messages)) running.printed = { messages: [...(messages as unknown[])], context };
        return printMessages.call(this, messages, context, ...rest) as unknown;
      },
  );
  for (const name of METHODS) {
    replace(
      prototype,
      name,
      (method) =>
        function (this: unknown, ...args: unknown[]) {
          if (running) return method.apply(this, args) as unknown;
          const call: { printed?: Printed } = (running = {});
          return collectWrites(
            () => {
              try {
                return method.apply(this, args) as unknown;
              } finally {
                running = undefined;
              }
            },
            (writes, write) => {
              const isShown = attempt(() => (show(lines, levelOf(name), call.printed, writes, write), true), false);
              if (!isShown) for (const { stream, text } of writes) write(stream, text);
            },
          );
        },
    );
  }
  return exports;
}

/** NestJS's own logger, which writes to the standard streams itself. */
export const nestjs: Library = {
  name: '@nestjs/common',
  versions: ['>=8'],
  files: { '@nestjs/common/services/console-logger.service.js': patchLogger as never },
};
