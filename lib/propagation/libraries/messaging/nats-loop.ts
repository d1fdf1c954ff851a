import { attempt } from '../../../attempt';
import {
  createContext,
  enterEventLoopTurn,
  isInEventLoopTurn,
  loopContext,
  requestOf,
  type EventLoopTurn,
} from '../../../context';
import { beginConsuming } from '../../messaging';
import { carrierOf, type Message } from './nats';

type Messages = AsyncIterator<Message> & AsyncIterable<Message>;
interface Iterating {
  [Symbol.asyncIterator](): Messages;
}

const patched = new WeakSet<object>();

/**
 * Lets the body of a `for await` over messages run in the context of the code that sent the message: from when the loop
 * gets it until it asks for the next. Between its turns and after them the loop has the context that it was started in.
 */
export function readInTurns(Class: { prototype?: object } | undefined): void {
  const prototype = Class?.prototype as Iterating | undefined;
  if (!prototype || patched.has(prototype) || typeof prototype[Symbol.asyncIterator] !== 'function') return;
  patched.add(prototype);
  const original = prototype[Symbol.asyncIterator];
  Object.defineProperty(prototype, Symbol.asyncIterator, {
    configurable: true,
    writable: true,
    enumerable: false,
    value: function (this: Iterating) {
      return turning(original.call(this));
    },
  });
}

const AsyncIteratorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf(
    async function* () {
      /* only its prototype is wanted */
    }.prototype,
  ),
) as object;

/** Answers belong to the request that asked for them. */
const INBOX = '_INBOX.';

function turning(messages: Messages): Messages {
  const home = loopContext();
  let turn: EventLoopTurn | undefined;
  let end = (): void => {};
  const endTurn = (): void => {
    end();
    end = () => {};
    if (turn && isInEventLoopTurn(turn, home)) attempt(() => enterEventLoopTurn(home), undefined);
    turn = undefined;
  };
  const beginTurn = (message: Message): void =>
    attempt(() => {
      const { subject } = message;
      if (typeof subject !== 'string' || subject.startsWith(INBOX) || !isInEventLoopTurn(turn, home)) return;
      const carrier = carrierOf(message);
      const consuming = beginConsuming({ system: 'nats', destination: subject }, carrier);
      end = consuming.end;
      turn = enterEventLoopTurn(createContext(consuming.active, requestOf(carrier)));
    }, undefined);

  /**
   * The turn is entered as the loop reads the message, which is in the loop's own function. Entered in `next()`, the
   * first turn would also be that of the code that starts the loop, and of all that it starts after it.
   */
  const delivered = (message: Message): IteratorYieldResult<Message> => {
    let isRead = false;
    return {
      done: false,
      get value() {
        if (!isRead) beginTurn(message);
        isRead = true;
        return message;
      },
    };
  };

  const leave = (name: 'return' | 'throw') => (value?: unknown) => {
    endTurn();
    return messages[name]!(value);
  };
  const methods = {
    next: (...args: [] | [unknown]) => {
      endTurn();
      return messages.next(...(args as [])).then((each) => (each.done ? each : delivered(each.value)));
    },
    return: leave('return'),
    throw: leave('throw'),
  };
  return Object.setPrototypeOf(methods, AsyncIteratorPrototype) as Messages;
}
