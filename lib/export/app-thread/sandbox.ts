import * as timers from 'node:timers';

/** What a bundle of the exporters is evaluated with, in the place of what Node.js has. */
export interface Sandbox {
  /** By the names of globals. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** By the names of modules; undefined: as Node.js has it. */
  module(name: string): unknown;
}

// Taken at load: the app's tests may put fakes in their place.
const { setTimeout, setInterval } = timers;

/**
 * Makes sure that nothing of the exporters holds up the end of the app's process: their timers and connections do not
 * count as work. What is to be waited for is waited for elsewhere, with a deadline. Their requests are not the app's,
 * either: they pass by what traces those.
 * @param environment What the exporters find in `process.env`.
 */
export function createSandbox(environment: NodeJS.ProcessEnv): Sandbox {
  const modules: Record<string, () => unknown> = {
    net: () => releasing('node:net', 'connect'),
    tls: () => releasing('node:tls', 'connect'),
    http2: () => releasing('node:http2', 'connect'),
    http: () => untraced('node:http'),
    https: () => untraced('node:https'),
  };
  return {
    globals: {
      setTimeout: (...args: Parameters<typeof setTimeout>) => release(setTimeout(...args)),
      setInterval: (...args: Parameters<typeof setInterval>) => release(setInterval(...args)),
      process: Object.create(process, { env: { value: environment } }) as NodeJS.Process,
    },
    module: (name) => modules[name.replace(/^node:/, '')]?.(),
  };
}

/** A timer or a connection. */
interface Handle {
  ref(): unknown;
  unref(): unknown;
}

/** It does not hold the process, and does not come to. */
export function release<T extends Handle>(handle: T): T {
  handle.unref();
  return Object.assign(handle, { ref: () => handle });
}

/** A module of Node.js whose connections do not hold the process. */
function releasing(name: string, method: string): object {
  const original = require(name) as Record<string, (...args: unknown[]) => Handle>;
  return Object.assign(Object.create(original) as object, {
    [method]: (...args: unknown[]) => release(original[method]!(...args)),
  });
}

/** The module without the wrapping of `request`, which would make a span and metrics of it. */
function untraced(name: string): object {
  const original = require(name) as typeof import('node:http');
  const { ClientRequest } = require('node:http') as typeof import('node:http');
  return Object.assign(Object.create(original) as object, {
    request: (...args: ConstructorParameters<typeof ClientRequest>) => new ClientRequest(...args),
  });
}
