import { patchMethod } from '../patch';
import { isTraced } from '../traced';

/** What a server emits, before any listener runs. `proceed` emits it and returns what emit returns. */
export type EmitWatcher = (event: unknown, args: unknown[], proceed: () => unknown) => unknown;

/** Makes the watcher of one kind of server; `traced` says whether its requests get spans. */
export type WatcherFor = (kind: 'http' | 'http2', traced: boolean) => EmitWatcher;

/**
 * Watches the `emit` of HTTP servers from their first connection on. So late because `node:https` and `node:http2` take
 * milliseconds to load and an app that serves neither must not pay for it; a module hook would not see `import
 * 'node:http2'`; and by then tracing has done its wrapping, so it is known whether it has.
 * @param beforeHttp Called before the first HTTP/1 server is watched.
 */
export function createServerWatch(
  watcherFor: WatcherFor,
  beforeHttp: () => void,
): { watch(server: object): void; undo(): void } {
  const seen = new WeakSet<object>();
  const undos: (() => void)[] = [];
  let active = true;
  return {
    watch(server) {
      const own = Object.getPrototypeOf(server) as object;
      if (seen.has(own)) return;
      seen.add(own);
      const found = findPrototype(own);
      if (found === undefined || (found.prototype !== own && seen.has(found.prototype))) return;
      seen.add(found.prototype);
      if (found.kind === 'http') beforeHttp();
      const watcher = watcherFor(found.kind, isTraced((found.prototype as { emit?: unknown }).emit));
      undos.push(
        patchMethod(
          found.prototype,
          'emit',
          (original) =>
            function (this: object, ...args) {
              const proceed = (): unknown => original.apply(this, args);
              return active ? watcher(args[0], args, proceed) : proceed();
            },
        ),
      );
    },
    undo() {
      active = false;
      for (const undo of undos.splice(0)) undo();
    },
  };
}

/**
 * Node's own server class in the prototype chain: recognized by its methods, since naming the classes would load their
 * modules.
 */
function findPrototype(start: object): { prototype: object; kind: 'http' | 'http2' } | undefined {
  for (let prototype: object | null = start; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.hasOwn(prototype, 'updateSettings')) return { prototype, kind: 'http2' };
    if (Object.hasOwn(prototype, 'closeIdleConnections')) return { prototype, kind: 'http' };
  }
  return undefined;
}
