import { ROOT_CONTEXT, type Context, type ContextManager } from '@opentelemetry/api';

/** Binds an emitter to a context by other means than wrapping its methods and all of its listeners; false where it can't. */
export type BindEmitter = (emitter: object, active: Context) => boolean;

/** The context manager of the SDK, which asks `bindEmitter` before it binds an object by itself. */
export function createContextManager(bindEmitter: BindEmitter = () => false): ContextManager {
  const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks') as typeof import('@opentelemetry/context-async-hooks');
  const manager: ContextManager = new AsyncLocalStorageContextManager();
  const bind = manager.bind.bind(manager) as ContextManager['bind'];
  manager.bind = (active, target) => (typeof target === 'object' && target !== null && bindEmitter(target, active) ? target : bind(active, target));
  return manager;
}

/** Makes a context that of all code that runs in none, until the undo is called. On this one object, so that processes that never need it don't pay for it. */
export function installFallback(manager: ContextManager, fallback: Context): () => void {
  const original = manager.active.bind(manager);
  const own = Object.getOwnPropertyDescriptor(manager, 'active');
  manager.active = () => {
    const active = original();
    return active === ROOT_CONTEXT ? fallback : active;
  };
  return () => {
    if (own) Object.defineProperty(manager, 'active', own);
    else delete (manager as Partial<ContextManager>).active;
  };
}
