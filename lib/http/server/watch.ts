import { attempt } from '../../attempt';
import { createPrivateSlot, NO_CONTEXT, type RequestContext, runInContext, storedContext } from '../../context';

/** Observes a message's events before the app does, without a listener that the app could see. */
export interface EventWatch {
  /** The context in which the message's listeners run. */
  readonly context: RequestContext;
  /** Called with an event and its first argument. */
  note(event: unknown, argument: unknown, message: object): void;
}

type Emit = (this: unknown, ...args: any[]) => unknown;

const watches = createPrivateSlot<EventWatch>();

/** Calls `watch` with the events of a message whose class is patched; see client.ts and messages.ts. */
export function watchMessage(message: object, watch: EventWatch): void {
  watches.put(message, watch);
}

/** The observer of a message. */
export function watchOf(message: object): EventWatch | undefined {
  return watches.of(message);
}

/** Emits an event of a watched message: within its context, if it has a listener. */
export function emitWatched(watch: EventWatch, message: object, args: unknown[], emit: Emit): unknown {
  attempt(() => watch.note(args[0], args[1], message));
  const { _events: heard } = message as { _events?: Record<PropertyKey, unknown> };
  const isUnheard = heard?.[args[0] as PropertyKey] === undefined;
  if (isUnheard || (storedContext() ?? NO_CONTEXT) === watch.context) return emit.apply(message, args);
  return runInContext(watch.context, () => emit.apply(message, args));
}
