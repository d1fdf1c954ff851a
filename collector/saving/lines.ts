// Lines of a stream. Node's readline ends a line at U+2028 and U+2029 as well, which JSON may have within a string.
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export interface LineSplitter {
  /** The lines that end in this part. */
  write(part: Buffer): string[];
  /** What is left, if it does not end with a line break. */
  end(): string[];
}

/** Splits UTF-8 at \n, \r\n and a \r alone. */
export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  const take = (text: string): string[] => {
    // A \r at the end may be half of a \r\n.
    const held = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (!/[\r\n]/.test(held)) {
      if (text !== '') rest.push(text);
      return [];
    }
    const lines = held.split(/\r\n|\n|\r/);
    const last = lines.pop()! + text.slice(held.length);
    rest = last === '' ? [] : [last];
    return lines;
  };
  return {
    write(part) {
      const text = decoder.write(part);
      // Joined only where a line ends, so that a line of many parts costs no more than its length.
      if (!/[\r\n]/.test(text) && !rest.at(-1)?.endsWith('\r')) {
        if (text !== '') rest.push(text);
        return [];
      }
      const all = rest.join('') + text;
      rest = [];
      return take(all);
    },
    end() {
      const all = rest.join('') + decoder.end();
      rest = [];
      return all === '' ? [] : [all.replace(/\r$/, '')];
    },
  };
}

/** The lines of a stream, as it is read. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const splitter = createLineSplitter();
  for await (const part of stream) yield* splitter.write(part as Buffer);
  yield* splitter.end();
}
