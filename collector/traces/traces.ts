// Hands out finished traces of a store as they become so.
import { createAssembly, type AssemblyOptions } from './assembly';
import type { Store } from '../store/store';
import type { Trace } from './tree';

export interface Traces {
  /** Hands out what is pending, finished or not. */
  flush(): void;
  /** Stops; what is pending is forgotten, unless `flush` was called before. */
  close(): void;
}

/** Calls `onTrace` with every trace that the store receives from now on, once it is finished (see AssemblyOptions). */
export function startTraces(store: Store, options: AssemblyOptions, onTrace: (trace: Trace) => void): Traces {
  const assembly = createAssembly(options);
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    clearTimeout(timer);
    const dueMs = assembly.nextDueMs();
    if (dueMs === undefined) return;
    // The receiver keeps the process alive, not this timer.
    timer = setTimeout(
      () => {
        errorsFirst(assembly.due(performance.now())).forEach(onTrace);
        schedule();
      },
      Math.max(1, dueMs - performance.now()),
    ).unref();
  }

  const forget = store.on('spans', (spans) => {
    assembly.add(spans, performance.now());
    schedule();
  });

  return {
    flush() {
      errorsFirst(assembly.flush()).forEach(onTrace);
      schedule();
    },
    close() {
      forget();
      clearTimeout(timer);
    },
  };
}

/** Of traces that finish together, those with errors come before the others. */
function errorsFirst(traces: readonly Trace[]): Trace[] {
  return [...traces.filter(({ errorCount }) => errorCount > 0), ...traces.filter(({ errorCount }) => errorCount === 0)];
}
