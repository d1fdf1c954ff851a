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
