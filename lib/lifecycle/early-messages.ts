import { AsyncResource } from 'node:async_hooks';
import fs from 'node:fs';
import module from 'node:module';
import * as timers from 'node:timers';
import { isBuiltinLoaded } from '../builtin-modules';
import type { ProcessEvents } from './process-events';

type Emitter = Pick<NodeJS.EventEmitter, 'listenerCount'>;

/** An app that never listens loses what bare Node loses. */
const MOST = 1000;

const { setTimeout } = timers;

/**
 * Keeps messages of a cluster's primary until the app can listen for them. With `--import`, Node 20 starts the app in a
 * later turn of the event loop, and by then has given the first messages to no listener. It keeps messages by itself
 * for as long as the process has no listener, but in a worker of a cluster it has one of its own.
 * @returns the undo, which delivers what is kept.
 */
export function keepEarlyMessages({ intercept, before }: ProcessEvents): () => void {
  const worker = clusterWorker();
  if (worker === undefined) return () => {};
  const own = process.listenerCount('message');
  const isHeard = (): boolean => process.listenerCount('message') > own || worker.listenerCount('message') > 0;
  const kept: (() => void)[] = [];
  const release = (): void => {
    undos.splice(0).forEach((undo) => undo());
    for (const deliver of kept.splice(0)) process.nextTick(deliver);
  };
  const check = (): void => {
    if (kept.length === 0) return;
    if (isHeard() || isMainLoaded() || kept.length > MOST) release();
    else setTimeout(check, 1).unref();
  };
  const isMainLoaded = watchMain();
  const undos = [
    before('disconnect', release),
    intercept('message', (deliver) => {
      if (kept.length === 0 && (isHeard() || isMainLoaded())) {
        release();
        return false;
      }
      if (kept.push(AsyncResource.bind(deliver)) === 1) setTimeout(check, 1).unref();
      return true;
    }),
  ];
  return release;
}

/** This process as a worker of a cluster, in which Node has loaded the module by now. */
function clusterWorker(): Emitter | undefined {
  if (process.channel == null || isBuiltinLoaded('cluster') === false) return undefined;
  return (require('node:cluster') as { worker?: Emitter }).worker;
}

/** Says whether the app's main file has run, if it is CommonJS. Asked every millisecond, it looks for the file once. */
function watchMain(): () => boolean {
  const { _cache: cache } = module as unknown as { _cache: Record<string, { loaded?: boolean } | undefined> };
  let main: string | undefined;
  return () => {
    try {
      main ??= process.argv[1] && fs.realpathSync(process.argv[1]);
      return main !== undefined && cache[main]?.loaded === true;
    } catch {
      return false;
    }
  };
}
