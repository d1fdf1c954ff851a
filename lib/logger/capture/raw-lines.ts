import { attempt } from '../../attempt';
import { LEVEL, SEVERITY, STREAM } from '../line/symbols';
import type { Info, StreamName } from '../types';
import { Frame } from './frame';
import { parseObject } from '../line/written-info';
import type { CapturedLines } from './lines';
import { isPassing } from './passing';
import { NUMBERED_LEVELS, severityOfName, severityOfNumber } from './severity';
import type { Rewrite, StreamWrites } from './stream-writes';
import { withoutColours } from '../line/written-info';

const LEVELS: Readonly<Record<StreamName, string>> = { stdout: 'info', stderr: 'warn' };

/** Lines of firstlight's that another thread or process has written, sent and given their IDs already. */
const OURS = /^\{"(?:timestamp|@timestamp|time)":"[^"]{24}","(?:level|log\.level|severity|status)":"\w+","message":"/;

/**
 * Takes all that the app writes to the streams as lines. What is written to a terminal, and data that is no text, stay
 * as they are.
 */
export function captureRawLines(lines: CapturedLines): {
  readonly rewrite: Rewrite;
  flush(pass: StreamWrites['pass']): void;
} {
  const frames: Record<StreamName, Frame> = { stdout: new Frame(), stderr: new Frame() };
  let isEnding = false;
  const rewrite: Rewrite = (name, chunk, encoding) => {
    const frame = frames[name];
    if (isPassing() || frame.isBinary || process[name].isTTY) return undefined;
    if (typeof chunk === 'string' ? frame.isEmpty && lines.isStamped(chunk) : !(chunk instanceof Uint8Array))
      return undefined;
    const { lines: found, raw } = frame.add(
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk as Uint8Array),
    );
    const ended = found.map((text) => lineOf(name, text)).join('');
    return raw ?? (isEnding ? ended + lineOf(name, frame.take().toString()) : ended);
  };
  const lineOf = (name: StreamName, given: string): string => {
    const text = given.endsWith('\r') ? given.slice(0, -1) : given;
    if (text.trim() === '') return '';
    return attempt(() => {
      if (OURS.test(text) || lines.isStamped(text)) return `${text}\n`;
      const parsed = parseObject(text);
      const info = parsed
        ? infoOfObject(name, parsed)
        : { level: LEVELS[name], message: withoutColours(text), [LEVEL]: LEVELS[name], [STREAM]: name };
      lines.send(info);
      return `${parsed ? lines.stamp(text, undefined, parsed) : lines.shape(text, name, () => info)}\n`;
    }, `${given}\n`);
  };
  return {
    rewrite,
    flush(pass) {
      // Listeners of `exit` come after this, and nothing after them.
      isEnding = true;
      for (const name of ['stdout', 'stderr'] as const) {
        const rest = frames[name].take();
        if (rest.length > 0) pass(name, Buffer.from(lineOf(name, rest.toString())));
      }
    },
  };
}

/** The line of a logger that no one knows: its level and message have one of the usual names. */
function infoOfObject(stream: StreamName, { level, severity, message, msg, ...fields }: Record<string, unknown>): Info {
  const given = level ?? severity;
  const name =
    typeof given === 'number'
      ? (NUMBERED_LEVELS[given] ?? String(given))
      : typeof given === 'string'
        ? given.toLowerCase()
        : LEVELS[stream];
  const number = typeof given === 'number' ? severityOfNumber(given) : severityOfName(name);
  delete fields['time'];
  delete fields['timestamp'];
  return {
    ...fields,
    level: name,
    message: message ?? msg ?? '',
    [LEVEL]: name,
    [STREAM]: stream,
    ...(number !== undefined && { [SEVERITY]: number }),
  };
}
