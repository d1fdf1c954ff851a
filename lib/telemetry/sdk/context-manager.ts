import type { Context, ContextManager } from '@opentelemetry/api';
import { activeContext, runWithArguments, shareStorage, withRequest } from '../../context';

/**
 * Binds an emitter to a context by other means than wrapping its methods and all of its listeners; false if it can't.
 */
export type BindEmitter = (emitter: object, active: Context) => boolean;

/**
 * The context manager of the SDK, over the one storage of requests and traces: code that binds the one binds the other.
 * It asks `bindEmitter` before it binds an object by itself, as upstream does.
 */
export function createContextManager(bindEmitter: BindEmitter = () => false): ContextManager {
  const { AsyncLocalStorageContextManager } =
    require('@opentelemetry/context-async-hooks') as typeof import('@opentelemetry/context-async-hooks');
  const manager: ContextManager = new AsyncLocalStorageContextManager();
  const bind = manager.bind.bind(manager) as ContextManager['bind'];
  shareStorage();
  return Object.assign(manager, {
    active: activeContext,
    with: ((active, fn, thisArg, ...args) =>
      runWithArguments(
        active,
        thisArg === undefined || thisArg === null ? fn : fn.bind(thisArg),
        args,
      )) as ContextManager['with'],
    // The request is that of the code that binds, not that of the code that calls.
    bind: ((active, target) => {
      const known = withRequest(active);
      return typeof target === 'object' && target !== null && bindEmitter(target, known) ? target : bind(known, target);
    }) as ContextManager['bind'],
    // Requests go on without an SDK.
    disable: () => manager,
  });
}
