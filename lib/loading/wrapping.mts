/** import-in-the-middle's hooks, as a bundle of their own: evaluated only when something is to be wrapped. */
import { createHook } from 'import-in-the-middle/create-hook.mjs';
import type { WrappingHook } from './sync-hooks.js';

type Next = (what: string, context?: object) => Promise<object>;

export interface AsyncWrappingHook {
  initialize(data: object): Promise<void>;
  resolve(specifier: string, context: object, next: Next): Promise<object>;
  load(url: string, context: object, next: Next): Promise<object>;
}

/** Creates the synchronous hooks; `import.meta` is the place beside which their registry lies. */
export function createWrappingHook(): WrappingHook {
  return createHook(import.meta) as WrappingHook;
}

/** Creates the asynchronous hooks, for a hooks thread. */
export async function createAsyncHook(options: object): Promise<AsyncWrappingHook> {
  const hook = createHook(import.meta) as AsyncWrappingHook;
  await hook.initialize(options);
  return hook;
}
