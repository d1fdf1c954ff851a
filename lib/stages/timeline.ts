/** Where the time before the app's first line goes: milliseconds by stage, outer stages include what they call. */
export interface Timeline {
  measure<T>(stage: string, run: () => T): T;
  /** What was measured so far, rounded to microseconds. */
  stages(): Record<string, number>;
}

/** @param now A clock in ms. */
export function createTimeline(now: () => number = () => performance.now()): Timeline {
  const stages = new Map<string, number>();
  return {
    measure(stage, run) {
      const started = now();
      try {
        return run();
      } finally {
        stages.set(stage, (stages.get(stage) ?? 0) + now() - started);
      }
    },
    stages: () => Object.fromEntries([...stages].map(([stage, ms]) => [stage, Math.round(ms * 1000) / 1000])),
  };
}
