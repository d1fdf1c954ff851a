// What is asked for again while it is looked at.
import { useEffect, useState } from 'preact/hooks';
import { live, useLive } from './live';

/** A path with a query; what is undefined or empty is left out. */
export function addressOf(path: string, params: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(
    Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  ).toString();
  return query === '' ? path : `${path}?${query}`;
}

/**
 * The answer of an address: asked now, and again every `everyMs` when something has changed. Undefined until there is
 * one.
 */
export function usePolled<T>(path: string, everyMs = 2000): T | undefined {
  useLive();
  const [answer, setAnswer] = useState<T>();
  useEffect(() => {
    const abort = new AbortController();
    let asked = -1;
    const ask = (): void => {
      if (document.hidden || live.version === asked || live.connection === 'paused' || live.connection === 'lost')
        return;
      asked = live.version;
      fetch(path, { signal: abort.signal })
        .then(async (response) => {
          if (response.ok) setAnswer((await response.json()) as T);
        })
        .catch(() => undefined);
    };
    ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [path, everyMs]);
  return answer;
}
