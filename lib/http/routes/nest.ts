import { attempt } from '../../attempt';
import { looksLike } from '../../context';
import { currentExchange } from '../server/exchange';
import { noteError } from './errors';
import { patchMethod } from '../patch';

const patched = new WeakSet<object>();

/**
 * Lets the request of a NestJS app know which exception its filters are given: Nest answers it, so that neither Express
 * nor Fastify hears of it.
 * @param loaded What `@nestjs/core/exceptions/exceptions-handler.js` exports.
 */
export function watchNest<T>(loaded: T): T {
  const prototype = (loaded as { ExceptionsHandler?: { prototype?: object } }).ExceptionsHandler?.prototype;
  if (prototype === undefined || patched.has(prototype)) return loaded;
  patched.add(prototype);
  patchMethod(
    prototype,
    'next',
    (original) =>
      function (this: unknown, ...args) {
        noteError(currentExchange(), args[0]);
        return original.apply(this, args);
      },
  );
  return loaded;
}

/**
 * Names the controller and its handler on the server span, as instrumentation-nestjs-core names them on its own.
 * @param loaded What `@nestjs/core/router/router-execution-context.js` exports.
 */
export function watchNestHandlers<T>(loaded: T): T {
  const prototype = (loaded as { RouterExecutionContext?: { prototype?: object } }).RouterExecutionContext?.prototype;
  if (prototype === undefined || patched.has(prototype)) return loaded;
  patched.add(prototype);
  patchMethod(
    prototype,
    'create',
    (original) =>
      function (this: unknown, ...args) {
        const handler = original.apply(this, args) as (...values: unknown[]) => unknown;
        if (typeof handler !== 'function') return handler;
        const attributes = attempt(() => ({
          'nestjs.controller': (args[0] as object).constructor.name,
          'nestjs.callback': String(args[2]),
        }));
        if (attributes === undefined) return handler;
        return looksLike(handler, function (this: unknown, ...values: unknown[]): unknown {
          const span = currentExchange()?.span;
          if (span?.isRecording()) span.setAttributes(attributes);
          return handler.apply(this, values);
        });
      },
  );
  return loaded;
}
