import { formatWithOptions, inspect, type InspectOptions } from 'node:util';
import type { Logger } from 'winston';
import { isPassing, runningCall } from '../capture/passing';
import { createGroups } from './console-groups';
import { isError } from '../line/error-description';
import { createInspectorEcho } from './inspector-console';
import { isWritten } from '../logger';
import { watchConsoleStreams } from './own-streams';
import { describeThrown } from '../line/placeholders';
import { DEFAULT_REDACTION, hideInTable, type Redaction } from '../../redaction';
import { LEVEL, STREAM } from '../line/symbols';
import type { StreamName } from '../types';

/**
 * The console methods that print by themselves; the others (table, count, group, timeEnd …) print through
 * `console.log`.
 */
const METHODS: Readonly<Record<string, { level: string; stream: StreamName }>> = {
  log: { level: 'info', stream: 'stdout' },
  info: { level: 'info', stream: 'stdout' },
  dirxml: { level: 'info', stream: 'stdout' },
  dir: { level: 'info', stream: 'stdout' },
  debug: { level: 'debug', stream: 'stdout' },
  warn: { level: 'warn', stream: 'stderr' },
  error: { level: 'error', stream: 'stderr' },
  trace: { level: 'debug', stream: 'stderr' },
  assert: { level: 'error', stream: 'stderr' },
};

/** How deep console calls may nest while one of them is formatted; below that, the original method prints. */
const MAX_REENTRY = 2;

type Method = (...args: unknown[]) => unknown;

/**
 * Turns the calls of the global console into lines of `logger`: the level is the method's (log, info, dir -> info;
 * debug, trace -> debug; warn -> warn; error, a failed assert -> error), the stream is the one that Node prints it on,
 * `message` is the text that Node would print, without the values of keys that name secrets, and an error among the
 * arguments is described under `error` as well. What is printed in a `console.group` is indented as Node does it.
 * Consoles that the app makes itself (`new console.Console(stream)`) are its own, and so is the global one while it
 * has one of the app's streams. A debugger that is attached still sees the calls.
 *
 * @returns Puts back every method that is still ours. Copies of our methods that were taken meanwhile then do what the
 *   originals do.
 */
export function installConsoleCapture(logger: Logger, redaction: Redaction = DEFAULT_REDACTION): () => void {
  const target = globalThis.console as unknown as Record<string, Method>;
  const echo = createInspectorEcho();
  const groups = createGroups();
  const streams = watchConsoleStreams(target);
  const originals = new Map<string, Method>();
  const ours = new Map<string, Method>();
  let depth = 0;
  let isInstalled = true;
  let level: string | undefined;

  const capture = (name: string, text: (args: unknown[], caller: Method) => string): Method => {
    const original = target[name]!;
    const facts = METHODS[name]!;
    const textOf = (args: unknown[], caller: Method) => safely(() => text(args, caller));
    const method = {
      [name](...args: unknown[]): void {
        const call = runningCall();
        const isPassedOn = depth > MAX_REENTRY || (isPassing() && call === undefined) || streams.isOwn(facts.stream);
        if (!isInstalled || isPassedOn) {
          Reflect.apply(original, target, args);
          return;
        }
        depth += 1;
        try {
          echo(name, args);
          if (call?.print(textOf(args, method), facts.stream)) return;
          const info = level ?? facts.level;
          if (isWritten(logger, info))
            logger.write(infoOf(info, facts.stream, groups.indent(textOf(args, method)), args));
        } finally {
          depth -= 1;
        }
      },
    }[name]!;
    return method;
  };

  const replace = (name: string, method: Method) => {
    const original = target[name];
    if (typeof original !== 'function') return;
    originals.set(name, original);
    ours.set(name, method);
    target[name] = method;
  };

  for (const name of ['log', 'info', 'dirxml', 'debug', 'warn', 'error']) replace(name, capture(name, format));
  replace(
    'dir',
    capture('dir', ([value, options]) => inspect(value, { customInspect: false, ...(options as InspectOptions) })),
  );
  replace(
    'trace',
    capture('trace', (args, caller) => {
      const trace = { name: 'Trace', message: format(args), stack: '' };
      Error.captureStackTrace(trace, caller);
      return trace.stack;
    }),
  );
  for (const name of ['group', 'groupCollapsed', 'groupEnd'] as const) {
    const original = target[name];
    replace(
      name,
      {
        [name](...args: unknown[]): unknown {
          try {
            return Reflect.apply(original!, target, args);
          } finally {
            groups[name === 'groupEnd' ? 'close' : 'open']();
          }
        },
      }[name]!,
    );
  }
  // It prints a text through console.log, in which a column's name is far from its cells.
  const originalTable = target['table'];
  replace(
    'table',
    {
      // Without a parameter of its own, as Node's.
      table(...args: unknown[]): unknown {
        const [data, ...rest] = args;
        const shown =
          isInstalled && args.length > 0 && !streams.isOwn('stdout') ? [hideInTable(data, redaction), ...rest] : args;
        return Reflect.apply(originalTable!, target, shown);
      },
    }.table,
  );
  const originalAssert = target['assert']!;
  replace(
    'assert',
    {
      // Node words the message, which differs by version, and passes it to console.warn.
      assert(...args: unknown[]): void {
        if (!isInstalled || args[0]) {
          Reflect.apply(originalAssert, target, args);
          return;
        }
        level = METHODS['assert']!.level;
        try {
          Reflect.apply(originalAssert, target, args);
        } finally {
          level = undefined;
        }
      },
    }.assert,
  );

  return () => {
    isInstalled = false;
    streams.undo();
    for (const [name, original] of originals) {
      if (target[name] === ours.get(name)) target[name] = original;
    }
  };
}

function infoOf(level: string, stream: StreamName, message: string, args: readonly unknown[]): object {
  const info: Record<string | symbol, unknown> = { level, message, [LEVEL]: level, [STREAM]: stream };
  const error = args.find(isError);
  if (error) info['error'] = error;
  return info;
}

function format(args: readonly unknown[]): string {
  return formatWithOptions({}, ...(args as [unknown, ...unknown[]]));
}

function safely(text: () => string): string {
  try {
    return text();
  } catch (thrown) {
    // An argument's own inspect function or toString threw.
    return describeThrown(thrown);
  }
}
