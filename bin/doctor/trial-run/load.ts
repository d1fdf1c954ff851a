// Requests to the app while it runs.

export interface Load {
  /** Answers so far, of any status. */
  readonly answers: number;
  /** No more requests from here on. */
  stop(): void;
}

/** Time between two requests, in milliseconds. */
const PAUSE_MS = 200;

/** Gets a URL again and again, beginning now: an app that does not listen yet is asked again. */
export function startLoad(url: string): Load {
  let answers = 0;
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const request = async (): Promise<void> => {
    try {
      const response = await fetch(url, { signal: ending.signal, redirect: 'manual' });
      await response.arrayBuffer();
      answers += 1;
    } catch {
      /* not there yet, or not any more */
    }
    if (!ending.signal.aborted) timer = setTimeout(() => void request(), PAUSE_MS);
  };
  void request();
  return {
    get answers() {
      return answers;
    },
    stop() {
      clearTimeout(timer);
      ending.abort();
    },
  };
}
