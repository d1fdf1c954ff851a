import { BroadcastChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { elapsed } from '../../clock';
import { SharedCell, type Command } from '../protocol';

/** How many channels are open in advance. */
const SPARE = 8;
/** How long a worker thread waits for its channel, in ms, while the exporter thread starts on a busy machine. */
const CLAIM_TIMEOUT_MS = 5_000;

/*
 /**
  * A worker thread and the exporter thread share a channel, which they find by its name. A port would have to be
  * transferred, in a message that the app would see, or in one that fails in a thread without the preload; names need
  * neither. What is posted is in the receiver's queue before `postMessage` returns, and stays there when the sender is
  * terminated.
  */
const nameOf = (name: string, index: number): string => `${name}/${index}`;

/** Takes a channel to the exporter thread, waiting until it listens; undefined if it does not, or has died. */
export function claimChannel(name: string, cells: Int32Array): BroadcastChannel | undefined {
  const index = Atomics.add(cells, SharedCell.claimed, 1);
  const end = elapsed() + CLAIM_TIMEOUT_MS;
  for (
    let opened = Atomics.load(cells, SharedCell.opened);
    opened <= index;
    opened = Atomics.load(cells, SharedCell.opened)
  ) {
    const left = end - elapsed();
    if (left <= 0 || Atomics.load(cells, SharedCell.dead) === 1) return undefined;
    Atomics.wait(cells, SharedCell.opened, opened, Math.min(left, 50));
  }
  const channel = new BroadcastChannel(nameOf(name, index));
  channel.unref();
  return channel;
}

/** The channels of worker threads, at the exporter thread's end. */
export interface Channels {
  /** Reads what is there, without waiting for the event loop. */
  drain(): void;
  /** Makes sure that the next worker thread finds a channel. */
  open(): void;
  close(index: number): void;
}

/** Opens the channels that worker threads will take. `receive` gets each command, with the number of its channel. */
export function openChannels(
  name: string,
  cells: Int32Array,
  receive: (command: Command, index: number) => void,
): Channels {
  const channels = new Map<number, BroadcastChannel>();
  const open = (): void => {
    const wanted = Atomics.load(cells, SharedCell.claimed) + SPARE;
    for (let index = Atomics.load(cells, SharedCell.opened); index < wanted; index++) {
      const channel = new BroadcastChannel(nameOf(name, index));
      channel.onmessage = (event) => receive((event as { data: Command }).data, index);
      channel.unref();
      channels.set(index, channel);
    }
    if (wanted <= Atomics.load(cells, SharedCell.opened)) return;
    Atomics.store(cells, SharedCell.opened, wanted);
    Atomics.notify(cells, SharedCell.opened);
  };
  const read = (channel: BroadcastChannel, index: number): void => {
    // Since Node.js 15.12 it reads these, too; the types know of ports only.
    const next = () => receiveMessageOnPort(channel as unknown as MessagePort);
    for (let received = next(); received; received = next()) receive(received.message as Command, index);
  };
  open();
  return {
    open,
    drain: () => channels.forEach(read),
    close(index) {
      const channel = channels.get(index);
      if (!channel) return;
      read(channel, index);
      channels.delete(index);
      channel.close();
    },
  };
}
