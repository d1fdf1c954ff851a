// Keeps a session as a file of OTLP/JSON lines, and reads one back.
import { appendFileSync, closeSync, createReadStream, fstatSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { decodeRequest } from '../decode/decode';
import type { Signal } from '../decode/records';
import type { Store, StoreEvent, StoreInlet } from '../store/store';
import { encodeLine } from './encode';

/** A session file grows no further than this; a disk that fills up would be the app's misfortune. */
export const MAX_SESSION_BYTES = 1024 * 1024 * 1024;

const SIGNAL_OF: Record<StoreEvent, Signal> = { spans: 'traces', logs: 'logs', metrics: 'metrics' };
const KEYS: readonly (readonly [prefix: string, signal: Signal])[] = [
  ['{"resourceSpans"', 'traces'],
  ['{"resourceLogs"', 'logs'],
  ['{"resourceMetrics"', 'metrics'],
];

export interface Session {
  readonly file: string;
  /** Stops saving. */
  close(): void;
}

/**
 * Saves everything that a store receives from now on in a new file of `folder`, which is made if it is missing. Only
 * its owner may read the file.
 *
 * @param onEnd is reported why nothing more is saved: the file is full (`maxBytes`, default 1 GiB), or the disk is.
 * @throws the error of the file system when the file cannot be made.
 */
export function saveSession(
  store: Store,
  folder: string,
  onEnd: (reason: string) => void,
  maxBytes = MAX_SESSION_BYTES,
): Session {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `firstlight-${new Date().toISOString().replace(/[:.]/g, '-')}-${process.pid}.jsonl`);
  const fd = openSync(file, 'ax', 0o600);
  let left = maxBytes - fstatSync(fd).size;
  const undo: (() => void)[] = [];
  const close = (): void => {
    for (const each of undo.splice(0)) each();
  };
  const end = (reason: string): void => {
    close();
    onEnd(reason);
  };
  for (const event of Object.keys(SIGNAL_OF) as StoreEvent[]) {
    undo.push(
      store.on(event, (records) => {
        const line = Buffer.from(`${encodeLine(SIGNAL_OF[event], records as never[])}\n`);
        if (line.length > left) return end(`it has reached ${maxBytes} bytes`);
        try {
          appendFileSync(fd, line);
          left -= line.length;
        } catch (error) {
          end((error as Error).message);
        }
      }),
    );
  }
  undo.push(() => closeSync(fd));
  return { file, close };
}

/** What a file held. */
export interface ReadResult {
  lines: number;
  /** Lines that are no OTLP/JSON, such as the last one of a process that was killed. */
  unreadable: number;
}

/**
 * Puts a file of OTLP/JSON lines into a store, line by line.
 *
 * @throws the error of the file system when the file cannot be read.
 */
export async function readSession(file: string, store: StoreInlet): Promise<ReadResult> {
  const result = { lines: 0, unreadable: 0 };
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    result.lines++;
    const signal = signalOf(line);
    try {
      if (signal === undefined) throw new TypeError('no OTLP');
      store.add(signal, decodeRequest(signal, 'json', Buffer.from(line)));
    } catch {
      result.unreadable++;
    }
  }
  return result;
}

function signalOf(line: string): Signal | undefined {
  const start = line.slice(0, 60).replace(/\s/g, '');
  return KEYS.find(([prefix]) => start.startsWith(prefix))?.[1];
}
