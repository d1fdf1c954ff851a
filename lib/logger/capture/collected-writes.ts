import type { StreamName } from '../types';
import { passing } from './passing';

/** What a logger wrote to a standard stream during one call. */
export interface CollectedWrite {
  readonly stream: StreamName;
  readonly text: string;
}

type Write = NodeJS.WriteStream['write'];

/**
 * Runs a logger's synchronous work and keeps the texts that it writes to the standard streams, instead of writing them.
 * Bytes, and writes with a callback, go through: they belong to someone else. An exception of the work is passed on
 * when what was written before is out.
 * @param emit Gets what was written, and `write` to put a line on a stream; called once, also if nothing was written.
 */
export function collectWrites<T>(
  work: () => T,
  emit: (writes: readonly CollectedWrite[], write: (stream: StreamName, text: string) => void) => void,
): T {
  const writes: CollectedWrite[] = [];
  const undos = [replaceWrite('stdout', writes), replaceWrite('stderr', writes)];
  try {
    return work();
  } finally {
    for (const undo of undos) undo();
    passing(() => emit(writes, (stream, text) => void process[stream].write(text)));
  }
}

/** Puts a `write` in front of a stream's own; returns the undo. */
function replaceWrite(stream: StreamName, writes: CollectedWrite[]): () => void {
  const target = process[stream];
  const own = Object.getOwnPropertyDescriptor(target, 'write');
  const original = target.write as (...args: unknown[]) => boolean;
  const replacement = function (this: unknown, ...args: unknown[]): boolean {
    const [text] = args;
    if (typeof text !== 'string' || args.some((argument) => typeof argument === 'function'))
      return original.apply(this, args);
    writes.push({ stream, text });
    return true;
  } as Write;
  Object.defineProperty(target, 'write', {
    value: replacement,
    configurable: true,
    writable: true,
    enumerable: own?.enumerable ?? false,
  });
  return () => {
    if (target.write !== replacement) return;
    if (own) Object.defineProperty(target, 'write', own);
    else delete (target as Partial<NodeJS.WriteStream>).write;
  };
}
