import { threadId, type BroadcastChannel } from 'node:worker_threads';
import type { ExporterClient } from './client';
import { claimChannel } from './channel';
import { openCounters } from './counters';
import { createHandOver } from './hand-over';
import { leaveInvitation, type Invitation } from './invitation';
import { Cell, type Command } from './protocol';

/**
 * How long a flush of the process is waited for, in ms: longer than it usually takes, shorter than anybody notices
 * where it is no end.
 */
const FLUSH_MS = 250;

/**
 * A worker thread's end of the exporter thread of its process. Whatever is handed over lies with the exporter thread
 * when the call returns, so a thread
 * that is terminated afterwards loses nothing of it, and there is nothing to wait for at its end.
 *
 * @param own Starts an exporter thread for this thread alone: for the case that the one it was invited to does not
 *   listen.
 */
export function joinExporter(invitation: Invitation, own: () => ExporterClient | undefined): ExporterClient {
  const cells = new Int32Array(invitation.cells);
  let channel: BroadcastChannel | undefined;
  let alone: ExporterClient | undefined;
  let asked = false;
  let settle = (): void => {};
  let isSettling = false;
  const ask = (): void => {
    asked = true;
    channel = claimChannel(invitation.name, cells);
    if (channel) channel.postMessage({ kind: 'hello', threadId, parent: invitation.parent } satisfies Command);
    else alone = own();
  };
  const post = (command: Command): void => {
    if (!asked) ask();
    const isEnding = Atomics.load(cells, Cell.flushing) === 1 && !isSettling;
    if (isEnding) {
      isSettling = true;
      settle();
      isSettling = false;
    }
    if (Atomics.load(cells, Cell.dead) === 0) channel?.postMessage(command);
    // What ends now may come too late, and those who wait leave the cores to what is being sent.
    while (
      isEnding &&
      Atomics.load(cells, Cell.flushing) === 1 &&
      Atomics.wait(cells, Cell.flushing, 1, FLUSH_MS) === 'ok'
    );
  };
  const counters = openCounters(invitation.counters);
  const handOver = createHandOver({ cells, counters, maxQueueBytes: invitation.maxQueueBytes, post });
  return {
    isShared: true,
    resource: invitation.resource,
    protocolOf: (signal) => invitation.protocols[signal],
    tally: (name, count) => (alone?.tally ?? counters.tally)(name, count),
    tallies: () => (alone?.tallies ?? counters.tallies)(),
    durations: (signal) => alone?.durations(signal) ?? [],
    counts: (signal) => (alone?.counts ?? counters.read)(signal),
    send(signal, bytes, items, isMinor) {
      if (!asked) ask();
      (alone?.send ?? handOver)(signal, bytes, items, isMinor);
    },
    snapshot(bytes, items, replaces) {
      if (!asked) ask();
      if (!alone) post({ kind: 'snapshot', bytes, items, replaces });
    },
    onFlush(callback) {
      settle = callback;
    },
    flush: (deadlineMs) => alone?.flush(deadlineMs) ?? true,
    undelivered: () => alone?.undelivered() ?? 0,
    stored: () => alone?.stored() ?? 0,
    settled: () => (alone ? alone.settled() : Atomics.load(cells, Cell.settled)),
    invite: () => leaveInvitation({ ...invitation, parent: threadId }),
    // The exporter thread of the process is there, or this thread would not be.
    threadStarts: () => {},
    threadEnded: (ended) => post({ kind: 'ended', threadId: ended }),
    close() {
      alone?.close();
      channel?.close();
    },
  };
}
