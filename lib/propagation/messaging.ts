import { ROOT_CONTEXT, SpanKind, trace, type Attributes } from '@opentelemetry/api';
import { captureCarrier, contextOf, leaveStartup, runWithCarrier, type Carrier } from '../context';
import { inSpan } from './spans';

/** What a message is about: the system's name in the conventions, and the queue, topic or subject. */
export interface Messaging {
  readonly system: string;
  readonly destination: string;
}

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
function attributesOf({ system, destination }: Messaging, operation: 'send' | 'process'): Attributes {
  return { 'messaging.system': system, 'messaging.destination.name': destination, 'messaging.operation.name': operation, 'messaging.operation.type': operation };
}

/** Sends a message in a producer's span; `send` is given the carrier that goes with it. */
export function produce<T>(about: Messaging, send: (carrier: Carrier) => T): T {
  return inSpan(`send ${about.destination}`, { kind: SpanKind.PRODUCER, attributes: attributesOf(about, 'send') }, () => send(captureCarrier()));
}

/**
 * Handles messages in a consumer's span. One message: the span is a child of whatever sent it, and what it logs belongs to the sender's request.
 * Several at once: a trace of its own, linked to each sender, and no request.
 */
export function consume<T>(about: Messaging, carriers: readonly (Carrier | undefined)[], handle: () => T): T {
  leaveStartup();
  const single = carriers.length === 1 ? carriers[0] : undefined;
  const links = carriers.length === 1 ? [] : carriers.flatMap((carrier) => trace.getSpanContext(contextOf(carrier)) ?? []).map((origin) => ({ context: origin }));
  const batch = carriers.length === 1 ? {} : { 'messaging.batch.message_count': carriers.length };
  return runWithCarrier(single, () => inSpan(`process ${about.destination}`, { kind: SpanKind.CONSUMER, attributes: { ...attributesOf(about, 'process'), ...batch }, links }, handle));
}

/**
 * Makes a scheduled task run in a span and trace of its own each time, linked to whatever scheduled it. Scheduled in a request, it logs for that
 * request; scheduled outside, as most are, for none.
 */
export function asTask<F extends (this: any, ...args: any[]) => any>(name: string, task: F): F {
  const carrier = captureCarrier();
  const origin = trace.getSpanContext(contextOf(carrier));
  const links = origin ? [{ context: origin }] : [];
  const run = function (this: unknown, ...args: unknown[]): unknown {
    leaveStartup();
    const request: Carrier = { request_id: carrier.request_id, user_id: carrier.user_id };
    return runWithCarrier(request, () => inSpan(name, { links, root: true }, () => task.apply(this, args) as unknown, ROOT_CONTEXT));
  };
  // Schedulers look at the names and the arity of tasks.
  Object.defineProperties(run, { name: { value: task.name, configurable: true }, length: { value: task.length, configurable: true } });
  return run as F;
}
