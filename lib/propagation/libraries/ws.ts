import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import { captureContext, createContext, runInContext } from '../../context';
import { inSpan } from '../spans';
import { bindObject, emitsBound, runAs } from './binding';
import { patchClass, type Library } from './library';

interface WebSocket {
  _isServer?: boolean;
  listenerCount(event: string): number;
}

/** A message to a server has a trace of its own, linked to that of the request that became the connection. */
function receive<T>(emit: () => T): T {
  const upgrade = captureContext();
  const origin = trace.getSpanContext(upgrade);
  const options = {
    kind: SpanKind.CONSUMER,
    links: origin ? [{ context: origin }] : [],
    attributes: { 'network.protocol.name': 'websocket' },
  };
  return runInContext(createContext(ROOT_CONTEXT, upgrade.record), () =>
    inSpan('process websocket message', options, emit),
  );
}

/**
 * Events of a WebSocket belong to the request that was upgraded, on the client's side to the one that opened it. They
 * are emitted in any context: decompression is limited for all connections together.
 */
export const ws: Library = {
  name: 'ws',
  versions: ['>=7 <9'],
  files: {
    'ws/lib/websocket.js': (exports: { prototype?: object }) => {
      patchClass(exports, {
        setSocket: (original) =>
          function (...args) {
            attempt(() => bindObject(this as object), undefined);
            return original.apply(this, args) as unknown;
          },
        emit: (original) => {
          const emit = emitsBound(original);
          return function (this: WebSocket, event: string, ...args: unknown[]) {
            const isMessage = event === 'message' && this._isServer === true && this.listenerCount('message') > 0;
            return isMessage
              ? runAs(this, () => receive(() => original.call(this, event, ...args) as unknown))
              : (emit.call(this, event, ...args) as unknown);
          };
        },
      });
      return exports;
    },
  },
};
