import module from 'node:module';
import threads, { parentPort } from 'node:worker_threads';
import type { Carrier } from '../../context';
import { runAsConsumer } from '../run-as-consumer';
import { patchMethod } from '../../http/patch';
import { acceptLink } from './link';
import { sendWith } from './parent';

/**
 * The function by which Node passes the messages of a port to its listeners of all kinds; patched on one port, since on
 * the prototype it makes Node abort.
 */
const DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');

/**
 * Connects this thread with its parent, if that has the preload too: messages both ways carry the context of their
 * senders.
 * @param beforeMessage Called before each message to the parent.
 * @returns the context of the code that started this thread, and the undo.
 */
export function installParentLink(beforeMessage?: () => void): { carrier: Carrier; undo: () => void } {
  const port = parentPort as unknown as Record<symbol, unknown> | null;
  const dispatch = port?.[DISPATCH] as ((this: unknown, ...args: unknown[]) => unknown) | undefined;
  const accepted = port && typeof dispatch === 'function' ? acceptLink() : undefined;
  if (!port || !dispatch || !accepted) return { carrier: {}, undo: () => {} };
  const { carrier, link } = accepted;

  Object.defineProperty(port, DISPATCH, {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function (this: unknown, ...args: unknown[]) {
      return args[1] === 'message' || args[1] === 'messageerror'
        ? runAsConsumer(link.receive(), () => dispatch.apply(this, args))
        : dispatch.apply(this, args);
    },
  });
  const undos = [
    () => void delete port[DISPATCH],
    patchMethod(
      port,
      'postMessage',
      (original) =>
        function (this: unknown, ...args: unknown[]) {
          beforeMessage?.();
          return sendWith(link, () => original.apply(this, args));
        },
    ),
    // Messages that are fetched count as well, though nothing is called in their context.
    patchMethod(
      threads,
      'receiveMessageOnPort',
      (original) =>
        function (this: unknown, ...args: unknown[]) {
          const message: unknown = original.apply(this, args);
          if (message !== undefined && args[0] === parentPort) link.receive();
          return message;
        },
    ),
  ];
  module.syncBuiltinESMExports();
  return { carrier, undo: () => undos.forEach((undo) => undo()) };
}
