// Keeps a session as a file of OTLP/JSON lines, and reads one back.
import { appendFileSync, closeSync, createReadStream, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import { decodeRequest } from '../decode/decode';
import type { Signal } from '../decode/records';
import type { Store, StoreInlet } from '../store/store';
import { encodeLine } from './encode';
import { createLineSplitter, linesOf } from './lines';
import { createSparseMetrics } from './sparse-metrics';

/** A session file grows no further than this; a disk that fills up would be the app's misfortune. */
export const MAX_SESSION_BYTES = 1024 * 1024 * 1024;

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
 * Saves what a store receives from now on in a new file of `folder`, which is made if it is missing: every span and log
 * record, and of each metric series a point every 30 seconds. Only its owner may read the file.
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
  let isOver = false;
  const end = (reason: string): void => {
    if (isOver) return;
    isOver = true;
    close();
    onEnd(reason);
  };
  const write = (signal: Signal, records: readonly unknown[]): void => {
    if (records.length === 0) return;
    const line = Buffer.from(`${encodeLine(signal, records as never[])}\n`);
    if (line.length > left) return end(`it has reached ${maxBytes} bytes`);
    try {
      appendFileSync(fd, line);
      left -= line.length;
    } catch (error) {
      end((error as Error).message);
    }
  };
  const sparse = createSparseMetrics();
  undo.push(
    store.on('spans', (spans) => write('traces', spans)),
    store.on('logs', (logs) => write('logs', logs)),
    store.on('metrics', (metrics) => write('metrics', sparse.take(metrics))),
    () => write('metrics', sparse.rest()),
    () => closeSync(fd),
  );
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
  const gunzip = isCompressed(file) ? createGunzip() : undefined;
  const stream = createReadStream(file);
  if (gunzip) stream.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  for await (const line of linesOf(gunzip ?? stream)) takeLine(line, store, result);
  return result;
}

/**
 * Puts the bytes of a file into a store: lines of OTLP/JSON, or one request over several lines, plain or gzip.
 *
 * @param maxBytes Of the text; more are a RangeError, as broken compression is an error of zlib.
 */
export function readBytes(bytes: Buffer, store: StoreInlet, maxBytes: number): ReadResult {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isGzip ? gunzipSync(bytes, { maxOutputLength: maxBytes }) : bytes;
  const splitter = createLineSplitter();
  const result = { lines: 0, unreadable: 0 };
  for (const line of [...splitter.write(text), ...splitter.end()]) takeLine(line, store, result);
  if (result.lines < 2 || result.unreadable < result.lines) return result;
  const whole = { lines: 0, unreadable: 0 };
  takeLine(text.toString('utf8'), store, whole);
  return whole.unreadable === 0 ? whole : result;
}

/** Puts a line of OTLP/JSON into a store, and counts it. */
function takeLine(line: string, store: StoreInlet, result: ReadResult): void {
  if (line.trim() === '') return;
  result.lines++;
  const signal = signalOf(line);
  try {
    if (signal === undefined) throw new TypeError('no OTLP');
    store.add(signal, decodeRequest(signal, 'json', Buffer.from(line)));
  } catch {
    result.unreadable++;
  }
}

/** Whether a file begins as gzip does; its name says nothing. */
function isCompressed(file: string): boolean {
  const fd = openSync(file, 'r');
  try {
    const start = Buffer.alloc(2);
    return readSync(fd, start) === 2 && start[0] === 0x1f && start[1] === 0x8b;
  } finally {
    closeSync(fd);
  }
}

function signalOf(line: string): Signal | undefined {
  const start = line.slice(0, 60).replace(/\s/g, '');
  return KEYS.find(([prefix]) => start.startsWith(prefix))?.[1];
}
