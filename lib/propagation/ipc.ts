import { captureCarrier, looksLike, type Carrier } from '../context';
import { patchMethod } from '../http/patch';
import { runAsConsumer } from './run-as-consumer';

/** Node.js keeps messages with such a command from the app, on both sides: they are emitted as `internalMessage`. */
const COMMAND = 'NODE_FIRSTLIGHT';
const RESERVED = 'NODE_';

interface Frame {
  readonly cmd: typeof COMMAND;
  readonly carrier?: Carrier;
}
type Send = (message: unknown, handle?: unknown, options?: unknown, callback?: unknown) => unknown;

/** One end of a channel: a child process, or this process if it is one. */
interface End {
  _send?: Send;
}

interface Peer {
  /** Whether the other side has the preload: others get only the app's messages. */
  isKnown: boolean;
  /** What came for the message that comes next. */
  next: Carrier | undefined;
}

const peers = new WeakMap<object, Peer>();

const peerOf = (end: object): Peer => {
  const peer = peers.get(end) ?? { isKnown: false, next: undefined };
  peers.set(end, peer);
  return peer;
};

/** Sends to the other firstlight. A channel that has just been closed is no error of the app's. */
function sendFrame(send: Send, carrier?: Carrier): void {
  send({ cmd: COMMAND, ...(carrier && { carrier }) } satisfies Frame, undefined, { swallowErrors: true }, () => {});
}

const isReserved = (message: unknown): boolean => {
  const { cmd } = (message ?? {}) as { cmd?: unknown };
  return typeof message === 'object' && typeof cmd === 'string' && cmd.startsWith(RESERVED);
};

/** Lets each message be preceded by the context that it is sent in. */
function patchSend(end: End): () => void {
  return patchMethod(end, '_send', (original) =>
    looksLike(original, function (this: End, ...args) {
      const send: Send = original.bind(this);
      const carrier = peerOf(end).isKnown && !isReserved(args[0]) ? captureCarrier() : {};
      if (Object.keys(carrier).length === 0) return send(...(args as [unknown]));
      sendFrame(send, carrier);
      try {
        return send(...(args as [unknown]));
      } catch (error) {
        // It could not be serialized: what was sent for it is not for the next one.
        sendFrame(send, {});
        throw error;
      }
    }),
  );
}

/** Receives the frames of the other side, and runs the listeners of messages in the context that came for them. */
const listens = (end: () => End | undefined) => (original: (...args: unknown[]) => unknown) =>
  function (this: End, ...args: unknown[]): unknown {
    const [event, message] = args as [unknown, Frame | undefined];
    if (event !== 'message' && event !== 'internalMessage') return original.apply(this, args);
    const peer = peerOf(this);
    if (event === 'message') {
      const { next = {}, isKnown } = peer;
      peer.next = undefined;
      return isKnown ? runAsConsumer(next, () => original.apply(this, args)) : original.apply(this, args);
    }
    if (message?.cmd !== COMMAND) return original.apply(this, args);
    // A child reports that it is there, and gets the same answer.
    if (message.carrier === undefined && !peer.isKnown && this !== end()) sendFrame(this._send!.bind(this));
    peer.isKnown = true;
    peer.next = message.carrier;
    return true;
  };

/**
 * Messages between this process and its children, and its parent, carry the context of their senders, if both sides
 * have the preload. The app's messages stay what they are.
 */
export function installIpc(): () => void {
  const { ChildProcess } = require('node:child_process') as typeof import('node:child_process');
  const own = process as unknown as End;
  const undos = [
    patchMethod(
      ChildProcess.prototype,
      'spawn',
      (original) =>
        function (this: End, ...args) {
          const result: unknown = original.apply(this, args);
          if (typeof this._send === 'function') patchSend(this);
          return result;
        },
    ),
    patchMethod(
      ChildProcess.prototype,
      'emit',
      listens(() => own),
    ),
  ];
  if (typeof own._send === 'function' && process.connected) {
    undos.push(
      patchMethod(
        own,
        'emit',
        listens(() => own),
      ),
    );
    sendFrame(own._send.bind(own));
    undos.push(patchSend(own));
  }
  return () =>
    undos
      .splice(0)
      .reverse()
      .forEach((undo) => undo());
}
