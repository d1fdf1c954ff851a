import type { RequestContext } from './request-context';
import { NO_CONTEXT } from './request-context';
import { enterContext, storedContext } from './storage';

/** The context that one turn of a loop runs in. */
export type EventLoopTurn = RequestContext;

/** The context that a loop is started in, which it has between its turns and after them. */
export const loopContext = (): EventLoopTurn => storedContext() ?? NO_CONTEXT;

/**
 * Whether the running code is in the turn, or in the context of the loop: one that has gone on to something else is
 * left there.
 */
export function isInEventLoopTurn(turn: EventLoopTurn | undefined, home: EventLoopTurn): boolean {
  const stored = storedContext() ?? NO_CONTEXT;
  return stored === home || stored === turn;
}

/**
 * Enters the context of a turn for the rest of the running function: what is entered before an `await` is there after
 * it. That is the one way to give the body of a `for await` a context.
 */
export function enterEventLoopTurn(turn: EventLoopTurn): EventLoopTurn {
  enterContext(turn);
  return turn;
}
