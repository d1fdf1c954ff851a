import { elapsed } from '../../clock';
import { codes } from '../../errors';
import { consoleLine } from '../line/console-line';
import { now } from '../line/clock';
import { createJsonLines } from '../line/json-line';
import { asOwn } from './own-lines';
import { FdWriter } from './fd-writer';
import { schemas, type SchemaName } from '../line/schema';
import type { LineRecord, StreamName } from '../types';

export interface OutputOptions {
  /** How much may wait for the reader of one stream, in bytes. */
  readonly maxBufferBytes: number;
  /** The format of the one line that output writes itself. Default: `json`. */
  readonly format?: 'json' | 'console';
  /** Whose names its fields have. Default: `otel`. */
  readonly schema?: SchemaName;
}

/** Where lines leave the process. */
export interface Output {
  /**
   * Writes a line (without its newline): on stderr, and if it is the first of a turn of the event loop or an error, at
   * once, else at the latest when the turn ends. Keeps it if the stream doesn't take it; if the buffer is full, lines
   * of low `level` are dropped first. Never throws.
   */
  write(stream: StreamName, line: string, level?: string): void;
  /** Writes the lines of this turn, as far as the reader takes them. Never throws. */
  flush(): void;
  /**
   * Writes what waits, blocking, for at most `deadlineMs` milliseconds: for the `exit` handler. What is left is counted
   * as dropped.
   */
  drain(deadlineMs: number): void;
  /**
   * To be called when the event loop has run empty (`beforeExit`): until it turns again, lines are written at once,
   * because waiting for the end of a turn would be a turn, and `beforeExit` would come again.
   */
  settle(): void;
  /** Stops the timers and leaves the app's streams alone; later writes still work. */
  close(): void;
  /** Lines lost so far, on both streams. */
  readonly dropped: number;
}

/**
 * The process's standard output and standard error, for lines. Dropped lines are reported on stderr, once there is
 * space again.
 */
export function createOutput(options: OutputOptions): Output {
  const json = createJsonLines(schemas[options.schema ?? 'otel']);
  const report = (name: StreamName) => (dropped: number) => {
    const record = droppedRecord(name, dropped);
    const line = options.format === 'console' ? consoleLine(record, false) : json.line(record);
    asOwn(() => writers.stderr.write(line, record.level));
  };
  const writers: Record<StreamName, FdWriter> = {
    stdout: new FdWriter('stdout', options.maxBufferBytes, true, report('stdout')),
    stderr: new FdWriter('stderr', options.maxBufferBytes, false, report('stderr')),
  };
  return {
    write(stream, line, level) {
      // Both may be the same file.
      if (stream === 'stderr') writers.stdout.flush();
      writers[stream].write(line, level);
    },
    drain(deadlineMs) {
      const deadline = elapsed() + deadlineMs;
      writers.stdout.flushSync(deadline);
      writers.stderr.flushSync(deadline);
    },
    flush() {
      writers.stdout.flush();
    },
    settle() {
      writers.stdout.settle();
    },
    close() {
      writers.stdout.end();
      writers.stderr.end();
    },
    get dropped() {
      return writers.stdout.dropped + writers.stderr.dropped;
    },
  };
}

function droppedRecord(stream: StreamName, dropped: number): LineRecord {
  const { level, text } = codes.FL_LOG_DROPPED;
  return {
    time: now(),
    level,
    message: text,
    ids: {},
    fields: { code: 'FL_LOG_DROPPED', dropped, stream },
    stream: 'stderr',
    isLocal: true,
  };
}
