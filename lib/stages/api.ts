import { trace, type Tracer } from '@opentelemetry/api';
import type { Logger } from 'winston';
import { bindToContext, captureCarrier, currentRequest, setUser, type Carrier } from '../context';
import { runAsConsumer } from '../propagation/run-as-consumer';

/**
 * What the preload offers to apps that ask for it. It is published under a global symbol, so that every copy of the
 * package, imported or required, finds the one instance; version 1 of its shape is part of the symbol.
 */
export interface FirstlightApi {
  readonly getLogger: (name?: string) => Logger;
  readonly getTracer: (name?: string, version?: string) => Tracer;
  readonly getRequestId: () => string | undefined;
  readonly setUser: (id: string | number) => void;
  readonly captureContext: () => Carrier;
  readonly runWithContext: <T>(carrier: Carrier | undefined, fn: () => T) => T;
  readonly bindContext: <F extends (this: any, ...args: any[]) => any>(fn: F) => F;
}

const API = Symbol.for('firstlight.api.1');

/** Offers the API to every copy of the package in this thread. Returns its undo. */
export function publishApi(api: FirstlightApi): () => void {
  Object.defineProperty(globalThis, API, { value: api, configurable: true, enumerable: false });
  return () => void delete (globalThis as Record<symbol, unknown>)[API];
}

/** The API that the preload published; undefined without the preload. */
export function publishedApi(): FirstlightApi | undefined {
  return (globalThis as Record<symbol, FirstlightApi | undefined>)[API];
}

/** Creates the API over the logger of this thread. */
export function createApi(logger: Logger, named: (name: string) => Logger): FirstlightApi {
  return {
    getLogger: (name) => (name === undefined ? logger : named(name)),
    getTracer: (name = 'app', version) => trace.getTracer(name, version),
    getRequestId: () => currentRequest()?.id,
    setUser,
    captureContext: captureCarrier,
    runWithContext: runAsConsumer,
    bindContext: bindToContext,
  };
}
