import { passing } from '../capture/passing';
import type { StreamName } from '../types';

type Chunk = { readonly chunk: Uint8Array | string; readonly encoding: BufferEncoding };
type Method = (this: unknown, ...args: unknown[]) => unknown;
/** What Node documents for those who implement a stream, and two fields that it doesn't. */
type Inside = NodeJS.WriteStream & {
  _write?: Method;
  _writev?: Method | null;
  _writableState?: { getBuffer?(): Chunk[] };
  _handle?: { writeQueueSize?: number };
};

/** What the app writes to a standard stream itself, as seen by the writer that shares the stream's file descriptor. */
export interface RawWrites {
  /** Lets the write go on that was held back, if one was. */
  release(): void;
  /**
   * What the stream still holds back, each write once: for the end of the process, if the stream itself comes too late.
   */
  take(): Buffer[];
  /** Gives the stream its own writing back, with what was held back. */
  close(): void;
}

/**
 * Watches the stream's own writing, behind `stream.write`, which stays the app's to replace and compare.
 *
 * @param mayPass Called before each raw write. False: lines that came before it are not written yet, and it has to wait
 *   for `release`.
 */
export function watchRawWrites(stream: NodeJS.WriteStream, mayPass: () => boolean): RawWrites {
  const inside = stream as Inside;
  const taken = new WeakSet<Chunk>();
  let held: { readonly chunks: Chunk[]; readonly go: () => void } | undefined;
  const undos: (() => void)[] = [];
  const watch = (name: '_write' | '_writev', chunksOf: (args: unknown[]) => Chunk[]) => {
    const original = inside[name];
    if (typeof original !== 'function') return;
    const write: Method = function (...args) {
      if (mayPass()) return Reflect.apply(original, this, args);
      held = { chunks: chunksOf(args), go: () => Reflect.apply(original, this, args) };
      return undefined;
    };
    const own = Object.getOwnPropertyDescriptor(inside, name);
    Object.defineProperty(inside, name, { value: write, configurable: true, writable: true, enumerable: false });
    undos.push(() => {
      if (inside[name] !== write) return;
      if (own) Object.defineProperty(inside, name, own);
      else delete inside[name];
    });
  };
  watch('_write', ([chunk, encoding]) => [{ chunk, encoding } as Chunk]);
  watch('_writev', ([chunks]) => chunks as Chunk[]);
  const release = (): void => {
    const { go } = held ?? {};
    held = undefined;
    go?.();
  };
  return {
    release,
    close() {
      for (const undo of undos.splice(0)) undo();
      release();
    },
    take() {
      const waiting = [...(held?.chunks ?? []), ...(inside._writableState?.getBuffer?.() ?? [])].filter(
        (write) => !taken.has(write),
      );
      for (const write of waiting) taken.add(write);
      const bytes = waiting.map(({ chunk, encoding }) =>
        typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk),
      );
      // What is being written is in libuv and out of reach: as without firstlight, `process.exit` cuts it off, hence
      // the newline.
      return bytes.length > 0 && (inside._handle?.writeQueueSize ?? 0) > 0 ? [Buffer.from('\n'), ...bytes] : bytes;
    },
  };
}

/** `process.stdout` or `process.stderr`, as it is now. */
export function standardStream(name: StreamName): NodeJS.WriteStream | undefined {
  try {
    return process[name];
  } catch {
    // A stream of an unknown kind: Node refuses to make one, the descriptor may still work.
    return undefined;
  }
}

/** Writes through a stream, even if it is another one now. False: it threw. */
export function passTo(stream: NodeJS.WriteStream, text: string): boolean {
  // As Node's console does it: a reader that went away is no one's uncaught error.
  const ignore = () => undefined;
  try {
    if (stream.listenerCount('error') === 0) stream.once('error', ignore);
    // What stands in front of the stream is not to take it for a line of its own.
    passing(() =>
      stream.write(text, (error?: Error | null) => {
        // An error that was emitted already has nothing to wait for.
        const { errorEmitted } =
          (stream as unknown as { _writableState?: { errorEmitted?: boolean } })._writableState ?? {};
        if (error && !errorEmitted && stream.listenerCount('error') === 0) stream.once('error', ignore);
      }),
    );
    return true;
  } catch {
    return false;
  } finally {
    stream.removeListener?.('error', ignore);
  }
}
