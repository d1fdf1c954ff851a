// Questions to a collector, in this process or another: GET /api/…, see viewer/api.ts.
import { createStore, type Store, type StoreInlet } from '../store/store';
import { answerOf, type Sources } from '../viewer/api';
import { createSearch } from './search';

/** Asks a question; undefined if there is no such trace. Rejects with a sentence for a query that is none. */
export type Ask = (path: string, query?: Readonly<Record<string, string | number | undefined>>) => Promise<unknown>;

function paramsOf(query: Parameters<Ask>[1] = {}): URLSearchParams {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

/** Asks a store of this process. */
export const askSources =
  (sources: Sources): Ask =>
  (path, query) =>
    new Promise((resolve) => resolve(answerOf(sources, path, paramsOf(query))));

/** A store that no collector fills, to be asked: for files. */
export function createAskedStore(maxBytes: number): { store: Store & StoreInlet; ask: Ask } {
  const store = createStore(maxBytes);
  return { store, ask: askSources({ store, search: createSearch(store) }) };
}

/**
 * Asks the collector at a URL.
 *
 * @param timeoutMs How long an answer may take; default 30 s.
 */
export function askCollector(url: string, timeoutMs = 30_000): Ask {
  return async (path, query) => {
    const response = await fetch(`${new URL(path, url).href}?${paramsOf(query).toString()}`, {
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 404 && path.startsWith('/api/traces/')) return undefined;
    const answer = (await response.json()) as { message?: string };
    if (!response.ok) throw new Error(answer.message ?? `the collector answered with status ${response.status}`);
    return answer;
  };
}
