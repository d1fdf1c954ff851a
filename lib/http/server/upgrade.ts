import type { IncomingMessage } from 'node:http';
import type * as Net from 'node:net';
import type { Duplex } from 'node:stream';
import { attempt } from '../../attempt';
import { createPrivateSlot, runInContext } from '../../context';
import type { Arrival } from './arrival';
import { bindConnection } from './connections';
import type { CapturedHeaders } from '../captured-headers';
import { registerExchange } from './exchange';
import { patchMethod } from '../patch';
import { startServerSpan } from './server-span';

const STATUS_LINE = /^HTTP\/1\.[01] ([1-5]\d\d)/;

/**
 * Serves an `upgrade` or `connect` event in a context of its own, which the events of the connection have from now on.
 * Such a request has no response object: the app writes its answer to the socket. It counts as completed when that
 * answer goes out, so that `duration_ms` is the time of the handshake and not the life of a WebSocket.
 */
export function serveUpgrade({ arrive, spans, captured, request, socket, proceed }: Upgrade): unknown {
  const { method, url: target, headers } = request;
  const exchange = arrive({ method, target, headers, subject: request });
  registerExchange(exchange, request);
  const scheme = (socket as { encrypted?: boolean }).encrypted === true ? 'https' : 'http';
  const span = spans
    ? startServerSpan(exchange, {
        headers,
        socket: request.socket,
        scheme,
        authority: headers.host,
        version: request.httpVersion,
        captured,
      })
    : undefined;
  bindConnection(socket, exchange.context);
  return runInContext(exchange.context, () => {
    exchange.start();
    onAnswer(socket, (statusCode, aborted) => {
      exchange.end({ statusCode, aborted });
      span?.finish(statusCode);
    });
    return proceed();
  });
}

/** An `upgrade` or `connect` event, and what it needs. */
export interface Upgrade {
  readonly arrive: Arrival;
  /** Whether to make a server span. */
  readonly spans: boolean;
  /** Headers that become attributes of it. */
  readonly captured: CapturedHeaders;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** Emits the event to the app. */
  proceed(): unknown;
}

/** What waits for the first answer on a socket. */
interface Waiting {
  look(chunk: unknown): void;
  close(): void;
}

const waits = createPrivateSlot<Waiting | undefined>();
const patched = new WeakSet<object>();

/** Calls back once: with the status of the first answer written, or as aborted when the socket closes without one. */
function onAnswer(socket: Duplex, done: (statusCode: number | undefined, aborted: boolean) => void): void {
  const settle = (statusCode: number | undefined, aborted: boolean): void => {
    waits.put(socket, undefined);
    done(statusCode, aborted);
  };
  waits.put(socket, {
    look(chunk) {
      if (!(typeof chunk === 'string' || chunk instanceof Uint8Array)) return;
      const head =
        typeof chunk === 'string'
          ? chunk.slice(0, 16)
          : Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.length, 16)).toString('latin1');
      const statusCode = STATUS_LINE.exec(head)?.[1];
      // 100 Continue and other informational responses precede the answer.
      if (statusCode !== undefined && statusCode.startsWith('1') && statusCode !== '101') return;
      settle(statusCode === undefined ? undefined : Number(statusCode), false);
    },
    close: () => settle(undefined, true),
  });
  watchSockets(socket);
}

/**
 * Watches the writes of sockets in their class, from the first upgrade on: the socket is the app's, which sees neither
 * a property nor a listener of ours on it. What is no socket of node:net is watched by itself.
 */
function watchSockets(socket: Duplex): void {
  const { Socket } = require('node:net') as typeof Net;
  const target = socket instanceof Socket ? Socket.prototype : socket;
  if (patched.has(target)) return;
  patched.add(target);
  for (const name of ['write', 'end']) {
    patchMethod(
      target,
      name,
      (original) =>
        function (this: object, ...args) {
          const result = original.apply(this, args);
          const waiting = waits.of(this);
          if (waiting !== undefined) attempt(() => waiting.look(args[0]));
          return result;
        },
    );
  }
  patchMethod(
    target,
    'destroy',
    (original) =>
      function (this: object, ...args) {
        const waiting = waits.of(this);
        if (waiting !== undefined) attempt(() => waiting.close());
        return original.apply(this, args);
      },
  );
}
