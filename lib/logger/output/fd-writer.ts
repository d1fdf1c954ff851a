import * as timers from 'node:timers';
import { isMainThread } from 'node:worker_threads';
import { elapsed } from '../../clock';
import { OverflowBuffer } from './overflow-buffer';
import { LineBuffer } from './line-buffer';
import { isFile, isShared, writeTo } from './fd';
import { isOwn } from './own-lines';
import { passTo, standardStream, watchRawWrites, type RawWrites } from './raw-writes';
import type { StreamName } from '../types';

// Taken at load: the app's tests may put fakes in their place, instrumentation may wrap them.
const { setTimeout, clearTimeout, setImmediate } = timers;

/**
 * A slow reader is asked again after 1 ms, then after twice as long each time. A full disk doesn't empty within
 * milliseconds.
 */
const [RETRY_MS, RETRY_MAX_MS, RETRY_FULL_MS] = [1, 16, 500];
/** What POSIX promises not to mix with others' writes to the same pipe (PIPE_BUF of Linux). */
const PIPE_BYTES = 4096;
/** Written at most in one go from what waits: a reader that is just fast enough must not block the event loop. */
const TURN_BYTES = 256 * 1024;

/**
 * One of the two standard streams, as lines go out. On the main thread lines go to the file descriptor: the first line
 * of a turn of the event loop at once, those behind it together when the turn ends, or earlier when the app writes to
 * the stream itself. What a slow reader doesn't take waits in a bounded overflow. If the app has put its own `write` on
 * the stream, and in workers, whose parent may want to see their output, lines go through the stream. Nothing here
 * throws. If the reader is gone, the app's lines go through the stream, so that the app learns of it as without
 * firstlight; firstlight's own are dropped.
 */
export class FdWriter {
  readonly #fd: number;
  readonly #stream: NodeJS.WriteStream | undefined;
  readonly #write: unknown;
  readonly #isDirect: boolean;
  readonly #pieceBytes: number;
  readonly #batch = new LineBuffer();
  readonly #overflow: OverflowBuffer;
  readonly #raw: RawWrites | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS;
  /** Whether something was refused and waits; what comes then waits behind it. */
  #isBehind = false;
  /** Whether the end of this turn is awaited. */
  #isBusy = false;
  #cameNow = false;
  #isSettling = false;
  #isReporting = false;
  #isGone = false;
  /** Whether a line of the app's is among those that wait. */
  #isAsked = false;
  #isFull = false;
  /** When the process is ending, as `elapsed`: from then on every line is written before `write` returns. */
  #end: number | undefined;
  #dropped = 0;
  #unreported = 0;

  /**
   * @param mayWait Whether lines may wait for the end of the turn.
   * @param onDrained Called with the number of lines dropped since the last call, when there is space again.
   */
  constructor(
    readonly name: StreamName,
    maxBytes: number,
    private readonly mayWait: boolean,
    private readonly onDrained: (dropped: number) => void,
  ) {
    this.#fd = name === 'stdout' ? 1 : 2;
    this.#overflow = new OverflowBuffer(maxBytes);
    this.#pieceBytes = isShared(this.#fd) ? PIPE_BYTES : Infinity;
    this.#stream = standardStream(name);
    this.#write = this.#stream?.write;
    this.#isDirect = isMainThread && (process.platform !== 'win32' || isFile(this.#fd));
    if (this.#isDirect && this.#stream) this.#raw = watchRawWrites(this.#stream, () => this.#mayPass());
  }

  get dropped(): number {
    return this.#dropped;
  }

  write(line: string, level: string | undefined): void {
    const stream = standardStream(this.name);
    // If the app's own raw writes wait in the stream, they came first, and the line goes behind them.
    if (
      stream &&
      (!this.#isDirect || stream !== this.#stream || stream.write !== this.#write || stream.writableLength > 0)
    ) {
      this.flush();
      this.#pass(stream, `${line}\n`, level);
    } else if (this.#isGone) {
      if (!isOwn() && stream) this.#pass(stream, `${line}\n`, level);
    } else {
      this.#put(line, level);
    }
    if (this.#end !== undefined && this.#isBehind) this.flushSync(this.#end);
  }

  /** Writes the lines of this turn, as far as the reader takes them. */
  flush(): void {
    if (!this.#isBehind && !this.#batch.isEmpty) this.#send();
  }

  /**
   * Writes what waits, here and in the stream, until it's done or `deadline` (of `elapsed`) has passed; blocks. Then
   * counts the rest as dropped. Only for the very end: the stream itself would write again what waits in it.
   */
  flushSync(deadline: number): void {
    this.#end = deadline;
    const cell = new Int32Array(new SharedArrayBuffer(4));
    const raw = this.#isGone ? [] : (this.#raw?.take() ?? []);
    for (;;) {
      this.#sendAll(Infinity);
      if (this.#isGone) break;
      if (this.#isBehind) {
        if (this.#isFull || !(elapsed() < deadline)) break;
        Atomics.wait(cell, 0, 0, 2);
      } else {
        const next = raw.shift();
        if (!next) break;
        this.#batch.addBytes(next);
      }
    }
    this.#lose(raw.length);
    this.#loseAll();
    this.#report();
  }

  /** From here until the event loop turns again, lines are written at once. */
  settle(): void {
    this.#isSettling = true;
    setImmediate(() => (this.#isSettling = false)).unref();
  }

  /** Writes what waits, as far as the reader takes it, and leaves the stream alone. */
  end(): void {
    this.flush();
    this.#timer = void clearTimeout(this.#timer);
    this.#raw?.close();
  }

  #put(line: string, level: string | undefined): void {
    this.#isAsked ||= !isOwn();
    if (!this.#addToBatch(line)) {
      if (this.#isGone) return this.#lose(1);
      this.#overflow.add(line, level);
      this.#lose(this.#overflow.takeDropped());
    } else if (!this.#isBehind && (!this.#isBusy || level === 'error' || this.#end !== undefined)) {
      this.#send();
    }
    this.#cameNow = true;
    if (this.#isBusy || !this.mayWait || this.#isSettling || this.#end !== undefined) return;
    this.#isBusy = true;
    setImmediate(this.#endTurn);
  }

  /** False if the line has to wait behind others, or no one reads any more. */
  #addToBatch(line: string): boolean {
    if (!this.#overflow.isEmpty) return false;
    if (this.#batch.add(line)) return true;
    if (this.#isBehind) return false;
    this.#send();
    return !this.#isGone && this.#batch.add(line);
  }

  /** While turns bring more lines than one, lines wait for the end of their turn. */
  readonly #endTurn = (): void => {
    this.#isBusy = this.#cameNow;
    this.#cameNow = false;
    if (this.#isBehind) this.#retry();
    else this.flush();
    if (this.#isBusy) setImmediate(this.#endTurn);
  };

  /**
   * Writes the batch. What is refused stays there; what comes meanwhile waits behind it, and in the overflow if that is
   * full.
   */
  #send(): void {
    while (!this.#batch.isEmpty) {
      const piece = this.#batch.piece(this.#pieceBytes);
      const result = writeTo(this.#fd, piece);
      if (typeof result === 'number') this.#batch.skip(result);
      if (result === piece.length) continue;
      this.#isFull = result === 'full';
      this.#isBehind = true;
      if (result === 'gone') this.#giveUp();
      else this.#wait();
      return;
    }
    this.#isFull = false;
    this.#isBehind = !this.#overflow.isEmpty;
    this.#isAsked &&= this.#isBehind;
    this.#retryMs = RETRY_MS;
  }

  #sendAll(most: number): void {
    for (let sent = 0; sent < most;) {
      if (this.#batch.isEmpty) this.#overflow.fill(this.#batch);
      if (this.#batch.isEmpty) return;
      sent += this.#batch.length;
      this.#send();
      if (!this.#batch.isEmpty) return;
    }
  }

  #retry(): void {
    this.#sendAll(TURN_BYTES);
    if (this.#isBehind) return;
    this.#raw?.release();
    this.#report();
  }

  /** Tries again later; until then the app's raw writes wait as well. */
  #wait(): void {
    if (this.#timer || this.#end !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (!this.#isBehind) return;
        this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
        this.#retry();
        if (this.#isBehind) this.#wait();
      },
      this.#isFull ? RETRY_FULL_MS : this.#retryMs,
    );
    // As with Node's own pending writes, a slow reader keeps the process; a full disk must not.
    if (this.#isFull) this.#timer.unref();
  }

  /** Whether everything that came before a raw write of the app is written. On a full disk its own write will fail. */
  #mayPass(): boolean {
    this.flush();
    return !this.#isBehind || this.#isFull || this.#isGone;
  }

  #giveUp(): void {
    this.#isGone = true;
    const text = this.#batch.piece(Infinity).toString();
    this.#loseAll();
    this.#unreported = 0;
    this.#raw?.release();
    if (this.#isAsked && this.#end === undefined && this.#stream) passTo(this.#stream, text);
  }

  /** Through the stream, even if it is another one now; it buffers without bound by itself. */
  #pass(stream: NodeJS.WriteStream, text: string, level: string | undefined): void {
    const waiting = (stream.writableLength ?? 0) + this.#overflow.bytes + this.#batch.length;
    const limit = level === 'error' || level === 'warn' ? this.#overflow.maxBytes : this.#overflow.maxBytes * 0.75;
    if (waiting + text.length > limit) return this.#lose(1);
    if (this.#unreported > 0 && waiting < limit / 2) this.#report();
    if (!passTo(stream, text)) this.#lose(1);
  }

  #loseAll(): void {
    this.#lose(this.#batch.lines + this.#overflow.clear());
    this.#batch.clear();
    this.#isBehind = false;
  }

  #lose(lines: number): void {
    [this.#dropped, this.#unreported] = [this.#dropped + lines, this.#unreported + lines];
  }

  #report(): void {
    const dropped = this.#unreported;
    this.#unreported = 0;
    if (dropped === 0 || this.#isReporting) return;
    this.#isReporting = true;
    this.onDrained(dropped);
    this.#isReporting = false;
  }
}
