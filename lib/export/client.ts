import { accessSync } from 'node:fs';
import path from 'node:path';
import * as timers from 'node:timers';
import { MessageChannel, receiveMessageOnPort, threadId, Worker } from 'node:worker_threads';
import { clock, msBetween } from '../clock';
import { createCounterMemory, openCounters, type Counts, type Tally } from './counters';
import { createDurationMemory, openDurations, type Ended } from './durations';
import { createHandOver } from './hand-over';
import { leaveInvitation } from './invitation';
import { createCrowding, patience } from './patience';
import {
  Cell,
  Link,
  SIGNALS,
  type Command,
  type Notice,
  type Protocol,
  type Signal,
  type SignalTarget,
  type SpoolTarget,
  type ThreadSetup,
} from './protocol';
import { transferable } from './transfer';

/** What the thread's young objects may take, in MB: small, since all that it has to do with is of the moment. */
const YOUNG_MB = 2;

export interface ExporterOptions {
  readonly targets: Partial<Record<Signal, SignalTarget>>;
  /** Bound of all that waits to be sent, in bytes. */
  readonly maxQueueBytes: number;
  /** Default: nothing is put on disk. */
  readonly spool?: SpoolTarget;
  readonly userAgent: string;
  /** The environment of the thread: proxies and certificates are read from it, the OTLP settings are not. */
  readonly environment: NodeJS.ProcessEnv;
  /** Called on this thread with whatever a person should read. */
  readonly onNotice: (notice: Notice) => void;
  /** Called when a flush is over. */
  readonly onFlushed?: () => void;
  /** The thread died: nothing is sent from here on. */
  readonly onFailure: (error: unknown) => void;
  /** The built thread. Default: `exporter.js` beside the bundle. */
  readonly file?: string;
}

/** This thread's end of the exporter thread. */
export interface ExporterClient {
  /**
   * Whether the exporter thread is another thread's, which may end this one at any time: then items are to be handed
   * over one by one, as they end.
   */
  readonly isShared: boolean;
  /** The attributes of the resource of all threads of the process, where another thread has told them. */
  readonly resource?: Readonly<Record<string, unknown>>;
  /** How a signal is sent; undefined where it is not. */
  protocolOf(signal: Signal): Protocol | undefined;
  /** Hands an encoded OTLP export request over; its memory belongs to the exporter from here on. Never blocks, never throws.
   * @param isMinor Log records of the levels debug and info alone, which are given up first where there is no room. */
  send(signal: Signal, bytes: Uint8Array, items: number, isMinor?: boolean): void;
  /**
   * Leaves metrics with a shared exporter thread, to be sent with the next regular ones of this thread or when it has
   * ended.
   * @param replaces Whether what was left before is in them.
   */
  snapshot(bytes: Uint8Array, items: number, replaces: boolean): void;
  /**
   * Waits, with this thread's event loop standing still, until everything handed over was tried, at most `deadlineMs`.
   * Where nobody ever answered it gives up sooner: see {@link patience}. Returns whether all of it was tried.
   */
  flush(deadlineMs: number): boolean;
  /**
   * Items handed over whose fate is open and that are in memory alone, where the collector has answered before; 0 where
   * it never did.
   */
  undelivered(): number;
  /** Items handed over whose fate is open, and that outlive the process on disk. */
  stored(): number;
  /** Items that need no more waiting for: acknowledged, refused or dropped. */
  settled(): number;
  /** What became of all items of a signal, over all threads. */
  counts(signal: Signal): Counts;
  /** Counts what was created; with all threads' in {@link tallies}. */
  tally(name: Tally, count: number): void;
  tallies(): Readonly<Record<Tally, number>>;
  /**
   * How long the exports of a signal took that are over, by how they ended. Only where the exporter thread is this
   * thread's.
   */
  durations(signal: Signal): readonly Ended[];
  /**
   * From here on, threads that this one starts may hand over to its exporter thread. @param resource What they take
   * over as theirs.
   */
  invite(resource?: Readonly<Record<string, unknown>>): void;
  /**
   * `settle` is called when the process is about to end, as soon as this thread hands something over, before it waits
   * for that end. Only where shared.
   */
  onFlush(settle: () => void): void;
  /** Says that this thread is about to start another one. */
  threadStarts(): void;
  /** Says that a thread has ended that this one had started. */
  threadEnded(threadId: number): void;
  close(): void;
}

// Taken at load: the app's tests may put fakes in their place, and threads of the app's are given context.
const { setImmediate, clearImmediate } = timers;
const Thread = Worker;

/**
 * Starts the exporter thread of this process; throws where its file cannot be read. It neither keeps the process alive
 * nor runs the preload. The thread
 * itself starts with the first turn of the event loop, or when it is needed before: the app's first line does not wait
 * for it.
 */
export function startExporter(options: ExporterOptions): ExporterClient {
  const shared = new SharedArrayBuffer(Cell.size * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(shared);
  cells[Cell.busy] = 1;
  const { targets, maxQueueBytes, spool, userAgent } = options;
  const name = `firstlight-exporter/${threadId}/${process.hrtime.bigint()}`;
  const memory = createCounterMemory();
  const counters = openCounters(memory);
  const times = createDurationMemory();
  const setup: ThreadSetup = {
    targets,
    maxQueueBytes,
    spool,
    userAgent,
    cells: shared,
    counters: memory,
    durations: times,
    name,
  };
  const { port1: port, port2: far } = new MessageChannel();
  const file = options.file ?? path.join(__dirname, 'exporter.js');
  // A thread that cannot load its file says so only when the event loop turns, which a short-lived app's never does.
  accessSync(file);
  let worker: Worker | undefined;
  let alive = true;
  const lose = (error: unknown) => {
    if (alive) options.onFailure(error);
    alive = false;
    Atomics.store(cells, Cell.dead, 1);
    Atomics.notify(cells, Cell.opened);
  };
  port.on('message', options.onNotice);
  port.unref();
  const launch = (): void => {
    if (worker || !alive) return;
    try {
      worker = new Thread(file, {
        name: 'firstlight-exporter',
        workerData: { setup, port: far },
        transferList: [far],
        // Neither the flag nor NODE_OPTIONS may start the preload in there.
        execArgv: [],
        env: threadEnvironment(options.environment),
        // The memory of batches is given back when V8 collects what is young, and the thread makes so little else that
        // it would not for minutes.
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      });
      worker.on('error', lose);
      worker.on('exit', (code) => lose(new Error(`the exporter thread ended with code ${code}`)));
      worker.unref();
    } catch (error) {
      lose(error);
    }
  };
  const waiting = setImmediate(launch).unref();

  const post = (command: Command, transfer: ArrayBuffer[] = []) => {
    if (alive) port.postMessage(command, transfer);
  };
  const pending = () =>
    Math.max(
      0,
      (Atomics.load(cells, Cell.handed) - Atomics.load(cells, Cell.settled) - Atomics.load(cells, Cell.stored)) | 0,
    );
  let ticket = 0;
  return {
    isShared: false,
    protocolOf: (signal) => targets[signal]?.protocol,
    counts: counters.read,
    tally: counters.tally,
    tallies: counters.tallies,
    durations: openDurations(times).read,
    send: createHandOver({
      cells,
      counters,
      maxQueueBytes,
      post(command) {
        if (command.kind !== 'batch') return post(command);
        const bytes = transferable(command.bytes);
        post({ ...command, bytes }, [bytes.buffer]);
      },
    }),
    flush(deadlineMs) {
      launch();
      if (!alive) return false;
      Atomics.store(cells, Cell.flushing, 1);
      post({ kind: 'flush', ticket: ++ticket });
      const started = clock();
      const done = waitForTicket(cells, ticket, deadlineMs);
      Atomics.store(cells, Cell.flushing, 0);
      Atomics.notify(cells, Cell.flushing);
      for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port))
        options.onNotice(received.message as Notice);
      // Whoever refuses has said so. Of one that is silent nothing was said so far, and nobody is left who could.
      if (!done && Atomics.load(cells, Cell.link) === Link.unknown)
        options.onNotice(silence(targets, msBetween(started, clock()), pending()));
      options.onFlushed?.();
      return done;
    },
    undelivered: () => (Atomics.load(cells, Cell.link) === Link.stood ? pending() : 0),
    stored: () => Atomics.load(cells, Cell.stored),
    settled: () => Atomics.load(cells, Cell.settled),
    snapshot: () => {},
    onFlush: () => {},
    invite(resource) {
      leaveInvitation({
        name,
        cells: shared,
        counters: memory,
        maxQueueBytes,
        parent: threadId,
        resource,
        protocols: Object.fromEntries(
          SIGNALS.flatMap((signal) => (targets[signal] ? [[signal, targets[signal].protocol]] : [])),
        ),
      });
    },
    threadStarts: launch,
    threadEnded: (ended) => post({ kind: 'ended', threadId: ended }),
    close() {
      alive = false;
      clearImmediate(waiting);
      port.close();
      void worker?.terminate();
    },
  };
}

/** What is to be said of an endpoint that did not answer before the process ended; `items` are lost. */
function silence(targets: ExporterOptions['targets'], waitedMs: number, items: number): Notice {
  const signal = SIGNALS.find((each) => targets[each])!;
  return {
    code: 'FL_EXPORT_UNREACHABLE',
    signal,
    endpoint: targets[signal]!.url,
    cause: `no answer within ${waitedMs} ms at the end of the process`,
    ...(items > 0 && { items }),
  };
}

function waitForTicket(cells: Int32Array, ticket: number, deadlineMs: number): boolean {
  const started = clock();
  const crowding = createCrowding();
  for (;;) {
    const flushed = Atomics.load(cells, Cell.flushed);
    if (flushed >= ticket) return true;
    const left = patience(cells, started, crowding, deadlineMs) - msBetween(started, clock());
    // If a number went wrong: no wait is without a bound.
    if (!(left > 0)) return false;
    // Other cells change without a word here, so look again soon.
    Atomics.wait(cells, Cell.flushed, flushed, Math.min(left, 10));
  }
}

/**
 * Proxies, certificates and the rest of the environment, without what would start a preload or override the resolved
 * settings.
 */
function threadEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('OTEL_')),
  );
}
