import { getEnvironmentData, setEnvironmentData, threadId } from 'node:worker_threads';
import { captureCarrier, type Carrier } from '../../context';
import { createMemory, openMailbox, type Mailbox } from './mailbox';

/**
 * Under this key a new thread finds its link. Environment data is no message: code that does not ask for it never sees
 * it.
 */
const KEY = 'firstlight.link';

/**
 * What a parent leaves for a thread that it starts. Nothing but plain data and shared memory, since a thread's own
 * threads get a copy of it.
 */
interface Handshake {
  readonly carrier: Carrier;
  /**
   * First cell: the ID of the thread that it is for. Second: whether that thread has read it, that is, whether it has
   * the preload.
   */
  readonly state: SharedArrayBuffer;
  readonly down: SharedArrayBuffer;
  readonly up: SharedArrayBuffer;
}

const Cell = { threadId: 0, answered: 1, size: 2 } as const;

/** How messages between a thread and its parent carry the context of their senders. */
export interface Link {
  /**
   * Notes the context of the running code for the message that is about to be sent; the undo is for a message that
   * could not be sent.
   */
  send(): () => void;
  /** Whose context the next message that arrives carries; empty for none. */
  receive(): Carrier;
}

/** Starts a thread with a handshake for it. `answered` says whether the other side has the preload. */
export function startWithLink<T extends { threadId: number }>(
  start: () => T,
): { thread: T; link: Link; answered: () => boolean } {
  const handshake: Handshake = {
    carrier: captureCarrier(),
    state: new SharedArrayBuffer(Cell.size * Int32Array.BYTES_PER_ELEMENT),
    down: createMemory(),
    up: createMemory(),
  };
  const state = new Int32Array(handshake.state);
  const before = getEnvironmentData(KEY);
  setEnvironmentData(KEY, handshake as never);
  try {
    const thread = start();
    Atomics.store(state, Cell.threadId, thread.threadId);
    Atomics.notify(state, Cell.threadId);
    return {
      thread,
      link: createLink(openMailbox(handshake.down), openMailbox(handshake.up)),
      answered: () => Atomics.load(state, Cell.answered) === 1,
    };
  } finally {
    setEnvironmentData(KEY, before);
  }
}

/** How long a thread waits for its parent to come back from `new Worker`, in ms. */
const HANDSHAKE_TIMEOUT_MS = 100;

/**
 * The handshake for this thread, answered; undefined if its parent does not have the preload, or has left it for
 * another thread.
 */
export function acceptLink(): { carrier: Carrier; link: Link } | undefined {
  const handshake = getEnvironmentData(KEY) as unknown as Handshake | undefined;
  if (handshake === undefined) return undefined;
  setEnvironmentData(KEY, undefined as never);
  const state = new Int32Array(handshake.state);
  Atomics.wait(state, Cell.threadId, 0, HANDSHAKE_TIMEOUT_MS);
  if (Atomics.load(state, Cell.threadId) !== threadId) return undefined;
  Atomics.store(state, Cell.answered, 1);
  return { carrier: handshake.carrier, link: createLink(openMailbox(handshake.up), openMailbox(handshake.down)) };
}

function createLink(outgoing: Mailbox, incoming: Mailbox): Link {
  let sent = 0;
  let received = 0;
  return {
    send() {
      const carrier = captureCarrier();
      sent += 1;
      const undo = Object.keys(carrier).length > 0 ? outgoing.put(sent, JSON.stringify(carrier)) : undefined;
      return () => {
        sent -= 1;
        undo?.();
      };
    },
    receive() {
      received += 1;
      const text = incoming.take(received);
      return text === undefined ? {} : (JSON.parse(text) as Carrier);
    },
  };
}
