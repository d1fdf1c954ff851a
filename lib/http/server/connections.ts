import { trace } from '@opentelemetry/api';
import {
  createPrivateSlot,
  NO_CONTEXT,
  onFirstRequest,
  runInContext,
  storedContext,
  type RequestContext,
} from '../../context';
import { attempt } from '../../attempt';
import { patchMethod } from '../patch';
import { endUnanswered } from './pipeline';

type Method = (this: object, ...args: unknown[]) => unknown;

/** What is known of a connection. */
interface Connection {
  /** The context in which its events are heard, if that is settled. */
  readonly settled?: RequestContext;
  /** The context of the code that opened it, whose events it would have for ever. */
  readonly opener?: RequestContext;
  /** Whether it is used by other code than that. */
  isShared: boolean;
}

const connections = createPrivateSlot<Connection>();

/** Lets the events of a connection be heard in a context, in any of them. */
export function bindConnection(socket: object, context: RequestContext): void {
  if (connections.of(socket)?.settled !== context) connections.put(socket, { settled: context, isShared: false });
}

/**
 * Takes a client's connection away from the request that has opened it as soon as other code writes to it: from then on
 * it cannot be known whose answer comes, so its events belong to no request. Clients that bind callbacks, or return
 * promises, do not notice. `node:net` is loaded by the first request at the latest.
 */
export function installConnections(): () => void {
  const undos: (() => void)[] = [];
  undos.push(
    onFirstRequest(() => {
      const { prototype } = (require('node:net') as typeof import('node:net')).Socket;
      undos.push(
        patchMethod(
          prototype,
          'connect',
          (original: Method) =>
            function (this: object, ...args) {
              noteOpener(this);
              return original.apply(this, args);
            },
        ),
        patchMethod(
          prototype,
          'write',
          (original: Method) =>
            function (this: object, ...args) {
              const connection = connections.of(this);
              if (connection?.opener !== undefined && !connection.isShared)
                connection.isShared = !isOf(connection.opener);
              return original.apply(this, args);
            },
        ),
        patchMethod(
          prototype,
          'emit',
          (original: Method) =>
            function (this: object, ...args) {
              const connection = connections.of(this);
              const target = connection === undefined ? undefined : targetOf(connection);
              try {
                return target === undefined
                  ? original.apply(this, args)
                  : runInContext(target, () => original.apply(this, args));
              } finally {
                if (args[0] === 'close') attempt(() => endUnanswered(this));
              }
            },
        ),
      );
    }),
  );
  return () => undos.splice(0).forEach((undo) => undo());
}

function noteOpener(socket: object): void {
  const opener = storedContext();
  if (opener !== undefined && opener !== NO_CONTEXT) connections.put(socket, { opener, isShared: false });
}

/** The context to enter for an event; undefined if the right one is there. */
function targetOf({ settled, opener, isShared }: Connection): RequestContext | undefined {
  const stored = storedContext() ?? NO_CONTEXT;
  if (settled !== undefined) return stored === settled ? undefined : settled;
  return isShared && isOf(opener!) ? NO_CONTEXT : undefined;
}

/** Whether the running code belongs to the same request as `opener`, or to the same trace if that had none. */
function isOf(opener: RequestContext): boolean {
  const stored = storedContext() ?? NO_CONTEXT;
  if (stored === opener) return true;
  if (stored.record?.id !== opener.record?.id) return false;
  return opener.record !== undefined || traceOf(stored) === traceOf(opener);
}

const traceOf = (context: RequestContext): string | undefined => trace.getSpanContext(context)?.traceId;
