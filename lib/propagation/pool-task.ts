/**
 * Runs in a worker of Piscina: the task that Piscina would have run, in the context of the code that asked for it. A
 * file of its own in the package.
 */
import { pathToFileURL } from 'node:url';
import { publishedRunner } from './published';
import type { CarriedTask } from './libraries/pools/piscina';

type Handler = (task: unknown) => unknown;

const handlers = new Map<string, Promise<Handler>>();

export async function run({ carrier, filename, name, task }: CarriedTask): Promise<unknown> {
  const key = `${filename}/${name}`;
  if (!handlers.has(key)) handlers.set(key, load(filename, name));
  const handler = await handlers.get(key)!;
  return publishedRunner()(carrier, () => handler(task));
}

/** As Piscina does it: CommonJS first, then an ES module; the file's export itself, or the one of that name. */
async function load(filename: string, name: string): Promise<Handler> {
  const loaders = [() => require(filename) as unknown, () => import(pathToFileURL(filename).href) as unknown];
  let failure: unknown;
  for (const get of loaders) {
    try {
      const exports = (await get()) as Record<string, unknown>;
      const handler =
        typeof exports === 'function'
          ? exports
          : await (exports[name] ?? (exports.default as Record<string, unknown> | undefined)?.[name]);
      if (typeof handler === 'function') return handler as Handler;
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Error(`No handler function exported from ${filename}`);
}
