import { context, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import { Slot, enterSlot, storedRequest } from './current';
import type { RequestRecord } from './record';

/** OpenTelemetry's context, filled later. */
class SlotContext implements Context {
  current: Context = ROOT_CONTEXT;
  getValue(key: symbol): unknown { return this.current.getValue(key); }
  setValue(key: symbol, value: unknown): Context { return this.current.setValue(key, value); }
  deleteValue(key: symbol): Context { return this.current.deleteValue(key); }
}

interface TraceStorage { getStore(): Context | undefined; enterWith(active: Context): void }

/** The storage of the context manager that is registered; undefined without an SDK. OpenTelemetry has no way to enter a context. */
function traceStorage(): TraceStorage | undefined {
  const { _getContextManager: manager } = context as unknown as { _getContextManager?(): { _asyncLocalStorage?: TraceStorage } };
  return manager?.call(context)._asyncLocalStorage;
}

/** The context of one turn of a loop: nobody's until it is filled. */
export interface Turn {
  /** From now on code of the turn, and all that it starts, belongs to this request and trace. */
  fill(record: RequestRecord | undefined, active: Context): void;
}

const slots = new WeakMap<Turn, Slot>();

/**
 * Enters the context of a turn for the rest of the running function: what is entered before an `await` is there after it. That is the one way to give
 * the body of a `for await` a context. Code that belongs to a request or a trace keeps its own: undefined there.
 * @param last The turn of the same loop that ends with this one.
 */
export function enterTurn(last?: Turn): Turn | undefined {
  const storage = traceStorage();
  const stored = storedRequest();
  const isOurs = last !== undefined && stored === slots.get(last);
  const active = storage?.getStore();
  if (!isOurs && (stored instanceof Slot ? stored.record : stored) !== undefined) return undefined;
  if (!isOurs && active !== undefined && trace.getSpanContext(active) !== undefined) return undefined;
  const slot = new Slot();
  const slotContext = new SlotContext();
  enterSlot(slot);
  storage?.enterWith(slotContext);
  const turn: Turn = {
    fill(record, filled) {
      slot.record = record;
      slotContext.current = filled;
    },
  };
  slots.set(turn, slot);
  return turn;
}
