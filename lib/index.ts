/**
 * No app needs it: the flag is enough. If an app wants more, it takes it from the package by name, as an ES module
 * or with `require`, with types for
 * TypeScript.
 *
 * All are harmless without the preload: `getLogger()` then writes the same lines, without IDs; the tracer is that of
 * OpenTelemetry's API, which does nothing
 * until an SDK is there; the request ID is undefined, `setUser` has no effect, a captured context is empty, and
 * functions run as they are. Every copy of the
 * package in a process gives the same instances.
 * @packageDocumentation
 */
import type { Tracer } from '@opentelemetry/api';
import type { Logger } from 'winston';
import type { Carrier } from './context';
import { publishedApi } from './stages/api';
import { standaloneLogger } from './stages/standalone';

export type { Carrier };

/**
 * The winston logger that everything else is written through, or a child of it whose lines have a field `logger` with
 * that name. Its lines carry the IDs of
 * the request and span they are written in.
 * @example
 * getLogger().info('cache rebuilt', { entries: 1204 });
 */
export function getLogger(name?: string): Logger {
  return publishedApi()?.getLogger(name) ?? standaloneLogger(name);
}

/**
 * An OpenTelemetry tracer, for spans of the app's own.
 * @param name says which part of the app made a span
 * @example
 * await getTracer('import').startActiveSpan('read file', async (span) => {
 *   try {
 *     await readFile(path);
 *   } finally {
 *     span.end();
 *   }
 * });
 */
export function getTracer(name = 'app', version?: string): Tracer {
  const published = publishedApi();
  if (published) return published.getTracer(name, version);
  return (require('@opentelemetry/api') as typeof import('@opentelemetry/api')).trace.getTracer(name, version);
}

/**
 * The ID of the request that the running code serves; undefined outside of any request.
 * @example
 * response.end(`Something went wrong. Please tell us this number: ${getRequestId()}`);
 */
export function getRequestId(): string | undefined {
  return publishedApi()?.getRequestId();
}

/**
 * Names the user of the current request: `user_id` on its end line, `user.id` on its server span. Outside a request it
 * does nothing. Not needed if the framework
 * keeps the user in a place that is looked at anyway (own data properties of `req.user` or its like), or where
 * `enduser.id` or `user.id` is set on the span.
 * @param id a string or a whole number; at most 128 characters are kept
 * @example
 * setUser(session.userId);
 */
export function setUser(id: string | number): void {
  publishedApi()?.setUser(id);
}

/**
 * The context of the running code, to be sent along with work that leaves the request in a way that firstlight does not
 * follow by itself: a queue of the app's
 * own, a table that is polled, a broker that is not in the list of docs/how-it-works.md#background-work. Empty outside
 * of any request and trace.
 * @example
 * await db.query('INSERT INTO tasks (payload, context) VALUES ($1, $2)', [payload, JSON.stringify(captureContext())]);
 */
export function captureContext(): Carrier {
  return publishedApi()?.captureContext() ?? {};
}

/**
 * Runs a function in the context that a carrier brings, and in no other; what the function starts and awaits belongs to
 * it, too. A carrier comes from outside,
 * so what is not valid in it (an object of another type, an ID with other characters than letters, digits, `.`, `_`
 * and `-`, a value above 16 kB) counts as
 * absent, and nothing is thrown. It makes no span; `getTracer().startActiveSpan` inside of it makes one that is a child
 * of the sender's.
 * @returns what `fn` returns; what it throws is thrown
 * @example
 * for (const task of await fetchTasks()) {
 *   await runWithContext(JSON.parse(task.context), () => handle(task.payload));
 * }
 */
export function runWithContext<T>(carrier: Carrier | undefined, fn: () => T): T {
  const published = publishedApi();
  return published ? published.runWithContext(carrier, fn) : fn();
}

/**
 * Binds a function to the context of the running code, for callbacks within the process that something else calls
 * later, from a context of its own.
 * @returns a function with the same `this`, arguments, result, name and arity
 * @example
 * pool.onIdle(bindContext(() => console.log('belongs to the request that asked')));
 */
export function bindContext<F extends (this: any, ...args: any[]) => any>(fn: F): F {
  return publishedApi()?.bindContext(fn) ?? fn;
}
