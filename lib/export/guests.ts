import { openChannels } from './channel';
import type { Counters } from './counters';
import { joinRequests } from './join';
import { Cell, type BatchCommand, type Command } from './protocol';
import type { Rank } from './rank';

export interface GuestsOptions {
  readonly name: string;
  readonly cells: Int32Array;
  readonly format: 'protobuf' | 'json';
  readonly counters: Counters;
  /** Takes what a worker thread has handed over. */
  readonly receive: (batch: BatchCommand) => void;
  /** Hears of what they had to give up. */
  readonly lost: (rank: Rank, items: number) => void;
}

/** The worker threads that hand over to this exporter thread. */
export interface Guests {
  /**
   * Takes what they have handed over so far, without waiting for the event loop, with metrics that are kept for a later
   * time.
   */
  drain(): void;
  /** Whether metrics of theirs are kept. */
  haveMore(): boolean;
  /** Forgets a thread that has ended and those that ended with it. */
  ended(threadId: number): void;
}

interface Guest {
  threadId?: number;
  parent?: number;
  /** Metrics that wait for the next regular ones, or for the end. */
  snapshots: Uint8Array[];
  items: number;
}

/** Opens the house for worker threads. */
export function openGuests({ name, cells, format, counters, receive, lost }: GuestsOptions): Guests {
  const guests = new Map<number, Guest>();
  const forget = (guest: Guest): void => {
    guest.snapshots = [];
    guest.items = 0;
  };
  const release = (guest: Guest): void => {
    const { snapshots, items } = guest;
    forget(guest);
    if (snapshots.length === 0) return;
    Atomics.add(cells, Cell.handed, items);
    counters.add('metrics', 'made', items);
    receive({ kind: 'batch', signal: 'metrics', bytes: joinRequests(format, snapshots), items });
  };
  const take = (command: Command, index: number): void => {
    const guest: Guest = guests.get(index) ?? { snapshots: [], items: 0 };
    guests.set(index, guest);
    if (command.kind === 'hello') {
      Object.assign(guest, { threadId: command.threadId, parent: command.parent });
      channels.open();
    } else if (command.kind === 'snapshot') {
      if (command.replaces) forget(guest);
      guest.snapshots.push(command.bytes);
      guest.items += command.items;
    } else if (command.kind === 'ended') ended(command.threadId);
    else if (command.kind === 'lost') lost(command.rank, command.items);
    else if (command.kind === 'batch') {
      Atomics.sub(cells, Cell.transit, command.bytes.byteLength);
      if (command.signal === 'metrics') release(guest);
      receive(command);
    }
  };
  const channels = openChannels(name, cells, take);
  const ended = (threadId: number): void => {
    for (const [index, guest] of guests) {
      if (guest.threadId === threadId) {
        channels.close(index);
        release(guest);
        guests.delete(index);
      } else if (guest.parent === threadId && guest.threadId !== undefined) ended(guest.threadId);
    }
  };
  return {
    drain() {
      channels.drain();
      guests.forEach(release);
    },
    haveMore: () => [...guests.values()].some(({ snapshots }) => snapshots.length > 0),
    ended,
  };
}
