import { standardStream } from '../output/raw-writes';
import type { StreamName } from '../types';

/** Returns what to write instead of what the app writes; undefined: the same. */
export type Rewrite = (
  stream: StreamName,
  chunk: unknown,
  encoding: BufferEncoding | undefined,
) => Uint8Array | string | undefined;
type Write = (this: NodeJS.WriteStream, ...args: unknown[]) => boolean;

/** The `write` of the standard streams. */
export interface StreamWrites {
  /** From here on writes go through `rewrite`. */
  use(rewrite: Rewrite): void;
  /** Writes to a stream past `rewrite`. */
  pass(stream: StreamName, text: Uint8Array): void;
  /** Gives the streams their own `write` back, unless something else has replaced it meanwhile. */
  close(): void;
}

/**
 * Puts a function in front of `write` of standard streams. Code that compares the streams' `write` with what it was has
 * to look later: it comes before all others. Callbacks and return values are the stream's own.
 *
 * @param all Whether everything is looked at; then what worker threads write is left out.
 */
export function watchStreamWrites(names: readonly StreamName[], all: boolean): StreamWrites {
  let rewrite: Rewrite | undefined;
  const undos: (() => void)[] = [];
  const past = new Map<StreamName, (text: Uint8Array) => void>();
  for (const name of names) {
    const stream = standardStream(name);
    if (stream === undefined) continue;
    const original = stream.write as Write;
    let fromThread: unknown;
    const write: Write = function (...args) {
      const [chunk, second, third] = args;
      if (typeof chunk === 'object' && chunk === fromThread) return Reflect.apply(original, this, args);
      const shaped = rewrite?.(name, chunk, typeof second === 'string' ? (second as BufferEncoding) : undefined);
      return shaped === undefined
        ? Reflect.apply(original, this, args)
        : original.call(this, shaped, typeof second === 'function' ? second : third);
    };
    const own = Object.getOwnPropertyDescriptor(stream, 'write');
    Object.defineProperty(stream, 'write', { value: write, configurable: true, writable: true, enumerable: false });
    undos.push(() => {
      if ((stream.write as unknown) !== write) return;
      if (own) Object.defineProperty(stream, 'write', own);
      else delete (stream as Partial<typeof stream>).write;
    });
    // What a worker thread writes has been taken there.
    if (all) {
      const listen = (source: NodeJS.ReadableStream): void => {
        if (source.constructor.name === 'ReadableWorkerStdio')
          source.prependListener('data', (data) => (fromThread = data as unknown));
      };
      stream.on('pipe', listen);
      undos.push(() => void stream.removeListener('pipe', listen));
    }
    past.set(name, (text) => void original.call(stream, text));
  }
  return {
    use: (next) => void (rewrite = next),
    pass: (name, text) => past.get(name)?.(text),
    close: () => undos.splice(0).forEach((undo) => undo()),
  };
}
