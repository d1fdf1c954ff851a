import { context, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { enterRequest, storedRequest } from './current';
import type { RequestRecord } from './record';

interface TraceStorage { getStore(): Context | undefined; enterWith(active: Context): void }

/** The storage of the context manager that is registered; undefined without an SDK. OpenTelemetry has no way to enter a context. */
function traceStorage(): TraceStorage | undefined {
  const { _getContextManager: manager } = context as unknown as { _getContextManager?(): { _asyncLocalStorage?: TraceStorage } };
  return manager?.call(context)._asyncLocalStorage;
}

/** The request and the trace that one turn of a loop belongs to. */
export interface Turn {
  readonly record: RequestRecord | undefined;
  readonly active: Context;
}

/** A turn that belongs to nobody. */
export const NOBODYS_TURN: Turn = { record: undefined, active: ROOT_CONTEXT };

/**
 * Whether the running code may enter a turn: it belongs to no request and no trace, or to the turn that ends with the new one.
 * @param last The turn of the same loop that ends.
 */
export function mayEnterTurn(last?: Turn): boolean {
  const stored = storedRequest();
  const active = traceStorage()?.getStore();
  const isLast = last !== undefined && stored === last.record && (active === undefined || active === last.active);
  return isLast || (stored === undefined && (active === undefined || trace.getSpanContext(active) === undefined));
}

/**
 * Enters the context of a turn for the rest of the running function: what is entered before an `await` is there after it. That is the one way to give
 * the body of a `for await` a context.
 */
export function enterTurn(turn: Turn): Turn {
  enterRequest(turn.record);
  traceStorage()?.enterWith(turn.active);
  return turn;
}
