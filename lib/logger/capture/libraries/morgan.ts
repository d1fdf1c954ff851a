import { attempt } from '../../../attempt';
import { LEVEL } from '../../line/symbols';
import type { Info } from '../../types';
import { type Library } from '../library';
import type { CapturedLines } from '../lines';
import { parseObject } from '../../line/written-info';
import { passing } from '../passing';
import { withoutColours } from '../../line/written-info';

/** A stream as morgan needs it, in the place of stdout: each write is a line. */
const createStream = (lines: CapturedLines): { write(text: string): boolean } => ({
  write(text) {
    const line = attempt(() => lineOf(lines, text.replace(/\r?\n$/, '')), text);
    return passing(() => process.stdout.write(line));
  },
});

function lineOf(lines: CapturedLines, text: string): string {
  const parsed = parseObject(text) as Record<string, unknown> | undefined;
  const { message: given, msg, ...fields } = parsed ?? {};
  delete fields['time'];
  delete fields['timestamp'];
  const message = parsed ? String(given ?? msg ?? '') : withoutColours(text);
  const info = { ...fields, message, level: 'info', [LEVEL]: 'info' } as unknown as Info;
  lines.send(info);
  return `${lines.shape(text, 'stdout', () => info)}\n`;
}

/** Without a stream of the app's, morgan's lines go to stdout. Its properties (formats, tokens) stay. */
function patch(exports: unknown, lines: CapturedLines): unknown {
  if (typeof exports !== 'function' || patched.has(exports)) return exports;
  const replacement = new Proxy(exports as (...args: unknown[]) => unknown, {
    apply(morgan, receiver, args: unknown[]) {
      const [format, options] = args as [unknown, { stream?: unknown; buffer?: unknown } | undefined];
      // What morgan calls deprecated names the place of the call, which would be this one.
      const isPlain = (typeof format === 'string' && format !== 'default') || typeof format === 'function';
      if (!isPlain || options?.stream || options?.buffer) return Reflect.apply(morgan, receiver, args) as unknown;
      return Reflect.apply(morgan, receiver, [
        format,
        { ...options, stream: createStream(lines) },
        ...args.slice(2),
      ]) as unknown;
    },
  });
  patched.add(replacement);
  return replacement;
}

const patched = new WeakSet<object>();

export const morgan: Library = { name: 'morgan', versions: ['>=1'], patch };
