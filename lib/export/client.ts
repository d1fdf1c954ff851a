import { accessSync } from 'node:fs';
import path from 'node:path';
import * as timers from 'node:timers';
import { MessageChannel, receiveMessageOnPort, threadId, Worker } from 'node:worker_threads';
import { clock, msBetween } from '../clock';
import type { Batching, BatchingOptions } from './app-thread/batching';
import { createCounterMemory, openCounters, type Counts, type SelfCounter } from './report/counters';
import { createDurationMemory, openDurations, type Ended } from './report/durations';
import { createEnqueue } from './queue/enqueue';
import { createHold, type TraceHold } from './queue/hold';
import { shareExporterHandle } from './workers/exporter-handle';
import { waitForTicket } from './flush-ticket';
import type { OpampSetup } from './opamp/protocol';
import {
  SharedCell,
  CollectorState,
  SIGNALS,
  type BatchCommand,
  type Command,
  type Notice,
  type Protocol,
  type Signal,
  type SignalTarget,
  type SpoolTarget,
  type ThreadSetup,
} from './protocol';
import { transferable } from './queue/transfer';
import { noAnswerNotice } from './report/no-answer-notice';
import { untilShared } from './until-shared';

/** What the thread's young objects may take, in MB: small, since nothing in it lives long. */
const YOUNG_MB = 2;

export interface ExporterOptions {
  readonly targets: Partial<Record<Signal, SignalTarget>>;
  /** Limit of all that waits to be sent, in bytes. */
  readonly maxQueueBytes: number;
  /** Default: nothing is put on disk. */
  readonly spool?: SpoolTarget;
  /** Default: no server is asked for a configuration. */
  readonly opamp?: OpampSetup;
  readonly userAgent: string;
  /** The environment of the thread: see {@link exporterEnvironment}. */
  readonly environment: NodeJS.ProcessEnv;
  /** Called on this thread with everything that a person should read. */
  readonly onNotice: (notice: Notice) => void;
  /** Called when a flush is over. */
  readonly onFlushed?: () => void;
  /** Called with the thread before Node.js announces it to the process. */
  readonly onStart?: (thread: Worker) => void;
  /**
   * The thread could not be started, or died: nothing is sent from here on. `left` has not been given to it, and can be
   * sent by other means; `lost` counts the items that were, and that it has not settled.
   */
  readonly onFailure: (error: unknown, left: readonly BatchCommand[], lost: number) => void;
  /** The built thread. Default: `exporter.js` beside the bundle. */
  readonly file?: string;
}

/** This thread's end of the exporter thread. */
export interface ExporterClient extends TraceHold {
  /**
   * Whether the exporter thread is another thread's, which may end this one at any time: then each item is enqueued as
   * soon as it ends.
   */
  readonly isShared: boolean;
  /** Whether the app's own thread sends: nothing is sent any more once the process exits. */
  readonly isInAppThread?: boolean;
  /** A batch processor of OpenTelemetry's, in front of an exporter in the app's thread. */
  batching?<T>(signal: 'traces' | 'logs', options: BatchingOptions<T>): Pick<Batching<T>, 'add'>;
  /** The attributes of the resource of all threads of the process, if another thread has reported them. */
  readonly resource?: Readonly<Record<string, unknown>>;
  /** How a signal is sent; undefined if it is not. */
  protocolOf(signal: Signal): Protocol | undefined;
  /**
   * Enqueues an encoded OTLP export request; its memory belongs to the exporter from here on. Never blocks, never
   * throws.
   * @param isMinor Log records of the levels debug and info alone, which are dropped first when the queue is full.
   */
  send(signal: Signal, bytes: Uint8Array, items: number, isMinor?: boolean): void;
  /**
   * Leaves metrics with a shared exporter thread. They are sent with this thread's next regular metrics, or when it has
   * ended.
   * @param replaces Whether what was left before is in them.
   */
  snapshot(bytes: Uint8Array, items: number, replaces: boolean): void;
  /**
   * Blocks this thread until everything enqueued was tried, at most `deadlineMs`. If the collector has never answered
   * it gives up sooner: see {@link flushTimeout}. Returns whether all of it was tried.
   */
  flush(deadlineMs: number): boolean;
  /**
   * Resolves when the collector has acknowledged everything enqueued, a try has failed, or after `deadlineMs`. Keeps
   * the process alive so long.
   */
  acknowledged(deadlineMs: number): Promise<void>;
  /**
   * Enqueued items without an outcome that are in memory only, if the collector has answered before; 0 if it never did.
   */
  undelivered(): number;
  /** Enqueued items without an outcome that are on disk too, and so outlive the process. */
  stored(): number;
  /** Items that need no more waiting for: acknowledged, refused or dropped. */
  settled(): number;
  /** The outcome of all items of a signal, over all threads. */
  counts(signal: Signal): Counts;
  /** Counts what was created. {@link selfCounts} has the sums over all threads. */
  countSelf(name: SelfCounter, count: number): void;
  selfCounts(): Readonly<Record<SelfCounter, number>>;
  /**
   * How long the finished exports of a signal took, by how they ended. Only if this thread owns the exporter thread.
   */
  durations(signal: Signal): readonly Ended[];
  /**
   * From here on, threads that this one starts may use its exporter thread. @param resource The resource that they use
   * too.
   */
  shareHandle(resource?: Readonly<Record<string, unknown>>): void;
  /**
   * `settle` is called when the process is about to end, as soon as this thread enqueues something, before it waits for
   * that end. Only if the exporter thread is shared.
   */
  onFlush(settle: () => void): void;
  /** This thread is about to start another one. */
  threadStarts(): void;
  /** A thread has ended that this one had started. */
  threadEnded(threadId: number): void;
  close(): void;
}

// Taken at load: the app's tests may put fakes in their place, and threads of the app's are given context.
const { setImmediate, clearImmediate } = timers;
const Thread = Worker;

/**
 * Starts the exporter thread of this process; throws if its file cannot be read. It neither keeps the process alive nor
 * runs the preload. The thread itself starts with the first turn of the event loop, or when it is needed before: the
 * app's first line does not wait for it.
 */
export function startExporter(options: ExporterOptions): ExporterClient {
  const shared = new SharedArrayBuffer(SharedCell.size * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(shared);
  cells[SharedCell.busy] = 1;
  const { targets, maxQueueBytes, spool, opamp, userAgent } = options;
  const name = `firstlight-exporter/${threadId}/${process.hrtime.bigint()}`;
  const memory = createCounterMemory();
  const counters = openCounters(memory);
  const times = createDurationMemory();
  const setup: ThreadSetup = {
    targets,
    maxQueueBytes,
    spool,
    opamp,
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
  /** What was enqueued before the thread was started. */
  const backlog: [command: Command, transfer: ArrayBuffer[]][] = [];
  const lose = (error: unknown) => {
    const left = backlog.splice(0).flatMap(([command]) => (command.kind === 'batch' ? [command] : []));
    const lost = pending() - left.reduce((sum, { items }) => sum + items, 0);
    if (alive) options.onFailure(error, left, Math.max(0, lost));
    alive = false;
    Atomics.store(cells, SharedCell.dead, 1);
    Atomics.notify(cells, SharedCell.opened);
  };
  port.on('message', options.onNotice);
  port.unref();
  const launch = (): void => {
    if (worker || !alive) return;
    try {
      worker = new Thread(file, {
        name: 'firstlight-exporter',
        workerData: { setup, port: far },
        transferList: opamp ? [far, opamp.port] : [far],
        // Neither the flag nor NODE_OPTIONS may start the preload in there.
        execArgv: [],
        env: options.environment,
        // The memory of batches is given back when V8 collects what is young, and the thread makes so little else that
        // it would not for minutes.
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      });
      options.onStart?.(worker);
      worker.on('error', lose);
      worker.on('exit', (code) => lose(new Error(`the exporter thread ended with code ${code}`)));
      worker.unref();
      for (const [command, transfer] of backlog.splice(0)) port.postMessage(command, transfer);
    } catch (error) {
      lose(error);
    }
  };
  const waiting = setImmediate(launch).unref();

  const post = (command: Command, transfer: ArrayBuffer[] = []) => {
    if (!alive) return;
    if (worker) port.postMessage(command, transfer);
    else backlog.push([command, transfer]);
  };
  const pending = () =>
    Math.max(
      0,
      (Atomics.load(cells, SharedCell.enqueued) -
        Atomics.load(cells, SharedCell.settled) -
        Atomics.load(cells, SharedCell.stored)) |
        0,
    );
  const askFlush = (isLast: boolean): number => {
    launch();
    const ticket = Atomics.add(cells, SharedCell.ticket, 1) + 1;
    post({ kind: 'flush', ticket, isLast });
    return ticket;
  };
  return {
    isShared: false,
    protocolOf: (signal) => targets[signal]?.protocol,
    counts: counters.read,
    countSelf: counters.countSelf,
    selfCounts: counters.selfCounts,
    durations: openDurations(times).read,
    send: createEnqueue({
      cells,
      counters,
      maxQueueBytes,
      post(command) {
        if (command.kind !== 'batch') return post(command);
        const bytes = transferable(command.bytes);
        post({ ...command, bytes }, [bytes.buffer]);
      },
    }),
    ...createHold({ cells, maxQueueBytes, post }),
    flush(deadlineMs) {
      const ticket = askFlush(true);
      if (!alive) return false;
      Atomics.store(cells, SharedCell.flushing, 1);
      const started = clock();
      const done = waitForTicket(cells, ticket, deadlineMs);
      Atomics.store(cells, SharedCell.flushing, 0);
      Atomics.notify(cells, SharedCell.flushing);
      for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port))
        options.onNotice(received.message as Notice);
      // A refusal has been reported. Silence has not, and after this nothing else would report it.
      if (!done && Atomics.load(cells, SharedCell.collectorState) === CollectorState.unknown)
        options.onNotice(noAnswerNotice(targets, msBetween(started, clock()), pending()));
      options.onFlushed?.();
      return done;
    },
    acknowledged(deadlineMs) {
      const ticket = askFlush(false);
      return untilShared(() => !alive || Atomics.load(cells, SharedCell.flushed) >= ticket, deadlineMs);
    },
    undelivered: () => (Atomics.load(cells, SharedCell.collectorState) === CollectorState.connected ? pending() : 0),
    stored: () => Atomics.load(cells, SharedCell.stored),
    settled: () => Atomics.load(cells, SharedCell.settled),
    snapshot: () => {},
    onFlush: () => {},
    shareHandle(resource) {
      shareExporterHandle({
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
