import { ROOT_CONTEXT, SpanKind, trace, type Attributes, type Context, type Link } from '@opentelemetry/api';
import {
  captureCarrier,
  contextOf,
  leaveStartup,
  requestOf,
  runWithCarrier,
  type Carrier,
  looksLike,
} from '../context';
import { inSpan, TRACER } from './spans';

/** What a message is about: the system's name in the conventions, and the queue, topic or subject. */
export interface Messaging {
  readonly system: string;
  readonly destination: string;
  /** One message makes many jobs: each has a trace of its own, linked to the message. */
  readonly repeated?: boolean;
}

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
function attributesOf({ system, destination }: Messaging, operation: 'send' | 'process'): Attributes {
  return {
    'messaging.system': system,
    'messaging.destination.name': destination,
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
  };
}

/** The context of the running code for a message. The user is left out. */
export function messageCarrier(): Carrier {
  const carrier = captureCarrier();
  delete carrier.user_id;
  return carrier;
}

/** Sends a message in a producer's span; `send` is given the carrier that goes with it. */
export function produce<T>(about: Messaging, send: (carrier: Carrier) => T): T {
  return inSpan(`send ${about.destination}`, { kind: SpanKind.PRODUCER, attributes: attributesOf(about, 'send') }, () =>
    send(messageCarrier()),
  );
}

/**
 * Handles messages in a consumer's span. One message: the span is a child of the span that sent it, and what it logs
 * belongs to the sender's request. Several at once: a trace of its own, linked to each sender, and no request unless
 * all of them have the same.
 */
export function consume<T>(about: Messaging, carriers: readonly (Carrier | undefined)[], handle: () => T): T {
  leaveStartup();
  const batch = carriers.length === 1 ? {} : { 'messaging.batch.message_count': carriers.length };
  const attributes = { ...attributesOf(about, 'process'), ...batch };
  const run = (links: Link[]): T =>
    inSpan(`process ${about.destination}`, { kind: SpanKind.CONSUMER, attributes, links }, handle);
  if (carriers.length === 1 && !about.repeated) return runWithCarrier(carriers[0], () => run([]));
  return runWithCarrier(commonRequest(carriers), () => run(carriers.flatMap(linkTo)));
}

/** The request that all of the carriers have, as a carrier of nothing else; empty if they differ. */
export function commonRequest(carriers: readonly (Carrier | undefined)[]): Carrier {
  const ids = new Set(carriers.map((carrier) => requestOf(carrier)?.id));
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? { request_id: id } : {};
}

/** Begins to handle a message if nothing can be called: the span's context, and what ends it. */
export function beginConsuming(about: Messaging, carrier: Carrier): { readonly active: Context; end(): void } {
  leaveStartup();
  const parent = contextOf(carrier);
  const span = trace
    .getTracer(TRACER)
    .startSpan(
      `process ${about.destination}`,
      { kind: SpanKind.CONSUMER, attributes: attributesOf(about, 'process') },
      parent,
    );
  return { active: trace.setSpan(parent, span), end: () => span.end() };
}

function linkTo(carrier: Carrier | undefined): Link[] {
  const origin = trace.getSpanContext(contextOf(carrier));
  return origin ? [{ context: origin }] : [];
}

/**
 * Makes a scheduled task run in a span and trace of its own each time, linked to the span that scheduled it. Scheduled
 * in a request, it logs for that request; scheduled outside, as most are, for none.
 */
export function asTask<F extends (this: any, ...args: any[]) => any>(name: string, task: F): F {
  const carrier = captureCarrier();
  const links = linkTo(carrier);
  const request: Carrier = { request_id: carrier.request_id, user_id: carrier.user_id };
  // Schedulers look at the names and the arity of tasks.
  return looksLike(task, function (this: unknown, ...args: unknown[]): unknown {
    leaveStartup();
    return runWithCarrier(request, () =>
      inSpan(name, { links, root: true }, () => task.apply(this, args) as unknown, ROOT_CONTEXT),
    );
  } as F);
}
