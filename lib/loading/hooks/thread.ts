import { isMainThread, parentPort } from 'node:worker_threads';

/**
 * Whether this is a thread that Node runs module hooks in, and not one of the app's. Files given by `--require` run
 * there too (`--import` files do not): they must do nothing, or the hooks would start hooks. Such a thread has no
 * parent port; every `Worker` has one.
 */
export function isLoaderThread(): boolean {
  return !isMainThread && parentPort === null;
}
