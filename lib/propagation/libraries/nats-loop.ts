import { enterTurn, requestOf, type Turn } from '../../context';
import { beginConsuming } from '../messaging';
import { attempt } from './library';
import { carrierOf, type Message } from './nats';

type Messages = AsyncIterator<Message> & AsyncIterable<Message>;
interface Iterating { [Symbol.asyncIterator](): Messages }

const patched = new WeakSet<object>();

/**
 * Lets the body of a `for await` over messages run in the context of whoever sent the message: from when the loop gets it until it asks for the next.
 * A loop that runs in a request or in a trace keeps that context.
 */
export function readInTurns(Class: { prototype?: object } | undefined): void {
  const prototype = Class?.prototype as Iterating | undefined;
  if (!prototype || patched.has(prototype) || typeof prototype[Symbol.asyncIterator] !== 'function') return;
  patched.add(prototype);
  const original = prototype[Symbol.asyncIterator];
  Object.defineProperty(prototype, Symbol.asyncIterator, {
    configurable: true, writable: true, enumerable: false,
    value: function (this: Iterating) { return turning(original.call(this)); },
  });
}

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () { /* only its prototype is wanted */ }.prototype)) as object;

function turning(messages: Messages): Messages {
  let turn: Turn | undefined;
  let isFirst = true;
  let end = (): void => {};
  /** The first turn is entered by whoever starts the loop, and is his as well: it ends for both with the second. */
  const endTurn = (): void => {
    end();
    end = () => {};
    if (!isFirst) return;
    isFirst = turn === undefined;
    turn?.empty();
  };
  const begin = (message: Message, mine: Turn): void => attempt(() => {
    const { subject } = message;
    if (typeof subject !== 'string') return;
    const carrier = carrierOf(message);
    const consuming = beginConsuming({ system: 'nats', destination: subject }, carrier);
    end = consuming.end;
    mine.fill(requestOf(carrier), consuming.active);
  }, undefined);

  const leave = (name: 'return' | 'throw') => (value?: unknown) => {
    endTurn();
    turn?.empty();
    return messages[name]!(value);
  };
  const methods = {
    // No async function: what is entered has to be entered in the loop's own.
    next: (...args: [] | [unknown]) => {
      endTurn();
      const result = messages.next(...args as []);
      const mine = attempt(() => enterTurn(turn), undefined);
      turn = mine;
      if (!mine) return result;
      return result.then((each) => {
        if (!each.done) begin(each.value, mine);
        return each;
      });
    },
    return: leave('return'), throw: leave('throw'),
  };
  return Object.setPrototypeOf(methods, AsyncIteratorPrototype) as Messages;
}
