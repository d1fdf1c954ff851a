import { threadId, type BroadcastChannel } from 'node:worker_threads';
import type { ExporterClient } from '../client';
import { claimChannel } from './channel';
import { openCounters } from '../report/counters';
import { createEnqueue } from '../queue/enqueue';
import { createHold } from '../queue/hold';
import { shareExporterHandle, type ExporterHandle } from './exporter-handle';
import { SharedCell, type Command } from '../protocol';
import { untilShared } from '../until-shared';

/**
 * How long a flush of the process is waited for, in ms: longer than it usually takes, and too short to be noticed if
 * the process does not end.
 */
const FLUSH_MS = 250;

/**
 * A worker thread's client of the exporter thread of its process. What is enqueued is in the exporter thread's message
 * queue when the call returns, so a thread that is terminated afterwards loses nothing, and there is nothing to wait
 * for at its end.
 *
 * @param own Starts an exporter thread for this thread alone: used if the shared one does not listen.
 */
export function createWorkerClient(handle: ExporterHandle, own: () => ExporterClient | undefined): ExporterClient {
  const cells = new Int32Array(handle.cells);
  let channel: BroadcastChannel | undefined;
  let alone: ExporterClient | undefined;
  let lastAttempt = false;
  let settle = (): void => {};
  let isSettling = false;
  const ask = (): void => {
    lastAttempt = true;
    if (Atomics.load(cells, SharedCell.dead) === 0) channel = claimChannel(handle.name, cells);
    if (channel) channel.postMessage({ kind: 'hello', threadId, parent: handle.parent } satisfies Command);
    else alone = own();
  };
  const post = (command: Command): void => {
    if (!lastAttempt) ask();
    const isEnding = Atomics.load(cells, SharedCell.flushing) === 1 && !isSettling;
    if (isEnding) {
      isSettling = true;
      settle();
      isSettling = false;
    }
    if (Atomics.load(cells, SharedCell.dead) === 0) channel?.postMessage(command);
    // What ends now may come too late, and a thread that waits leaves the cores to what is being sent.
    while (
      isEnding &&
      Atomics.load(cells, SharedCell.flushing) === 1 &&
      Atomics.wait(cells, SharedCell.flushing, 1, FLUSH_MS) === 'ok'
    );
  };
  const counters = openCounters(handle.counters);
  const hold = createHold({ cells, maxQueueBytes: handle.maxQueueBytes, post });
  const enqueue = createEnqueue({ cells, counters, maxQueueBytes: handle.maxQueueBytes, post });
  return {
    isShared: true,
    get isInAppThread() {
      return alone?.isInAppThread;
    },
    resource: handle.resource,
    protocolOf: (signal) => handle.protocols[signal],
    countSelf: (name, count) => (alone?.countSelf ?? counters.countSelf)(name, count),
    selfCounts: () => (alone?.selfCounts ?? counters.selfCounts)(),
    durations: (signal) => alone?.durations(signal) ?? [],
    counts: (signal) => (alone?.counts ?? counters.read)(signal),
    send(signal, bytes, items, isMinor) {
      if (!lastAttempt) ask();
      (alone?.send ?? enqueue)(signal, bytes, items, isMinor);
    },
    snapshot(bytes, items, replaces) {
      if (!lastAttempt) ask();
      if (!alone) post({ kind: 'snapshot', bytes, items, replaces });
    },
    hold(spans) {
      if (!lastAttempt) ask();
      (alone ?? hold).hold(spans);
    },
    keep(traceId) {
      if (!lastAttempt) ask();
      (alone ?? hold).keep(traceId);
    },
    onFlush(callback) {
      settle = callback;
    },
    flush: (deadlineMs) => alone?.flush(deadlineMs) ?? true,
    acknowledged(deadlineMs) {
      if (!lastAttempt) ask();
      if (alone) return alone.acknowledged(deadlineMs);
      const ticket = Atomics.add(cells, SharedCell.ticket, 1) + 1;
      post({ kind: 'flush', ticket, isLast: false });
      const isOver = () =>
        Atomics.load(cells, SharedCell.dead) === 1 || Atomics.load(cells, SharedCell.flushed) >= ticket;
      return untilShared(isOver, deadlineMs);
    },
    undelivered: () => alone?.undelivered() ?? 0,
    stored: () => alone?.stored() ?? 0,
    settled: () => (alone ? alone.settled() : Atomics.load(cells, SharedCell.settled)),
    shareHandle: () => shareExporterHandle({ ...handle, parent: threadId }),
    // The exporter thread of the process exists, or this client would not.
    threadStarts: () => {},
    threadEnded: (ended) => post({ kind: 'ended', threadId: ended }),
    close() {
      alone?.close();
      channel?.close();
    },
  };
}
