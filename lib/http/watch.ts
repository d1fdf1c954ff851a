import type * as Api from '@opentelemetry/api';
import { guarded } from './guard';
import { createStamp } from './stamp';

/** Who wants to know of a message's events before the app does, without a listener that the app could see. */
export interface EventWatch {
  /** The trace context in which the message's listeners run. */
  readonly context: Api.Context;
  /** Hears of an event, and of its first argument. */
  note(event: unknown, argument: unknown, message: object): void;
}

type Emit = (this: unknown, ...args: any[]) => unknown;

const Watches = createStamp();

/** Lets `watch` hear of the events of a message whose class is patched; see client.ts and messages.ts. */
export function watchMessage(message: object, watch: EventWatch): void {
  Watches.put(message, watch);
}

/** Who watches a message. */
export function watchOf(message: object): EventWatch | undefined {
  return Watches.of<EventWatch>(message);
}

/** Emits an event of a watched message: within its context, if anybody listens. */
export function emitWatched(watch: EventWatch, message: object, args: unknown[], emit: Emit): unknown {
  guarded(() => watch.note(args[0], args[1], message));
  const { _events: heard } = message as { _events?: Record<PropertyKey, unknown> };
  const { context } = api();
  const isUnheard = heard?.[args[0] as PropertyKey] === undefined;
  if (isUnheard || context.active() === watch.context) return emit.apply(message, args);
  return context.with(watch.context, () => emit.apply(message, args));
}

let loaded: typeof Api | undefined;
const api = (): typeof Api => (loaded ??= require('@opentelemetry/api') as typeof Api);
