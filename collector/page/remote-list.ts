// A list that is at the server: a part of it is here, around what is in sight.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { live, useLive } from './live';
import { rowsFrom, type Rows } from './parts/rows';
import type { Sight } from './parts/virtual-list';
import type { WireList } from '../viewer/wire';

/** Rows of a part, and how many of them lie in front of what is in sight. */
const [PART, BEFORE] = [240, 80];
/** Time between two questions about news, in milliseconds. */
const NEWS_MS = 250;

export interface RemoteList<T> {
  rows: Rows<T>;
  total: number;
  all: number;
  services: string[];
  /** What is wrong with the query; what was found before stays. */
  error: string | undefined;
  isLoaded: boolean;
  /** Changes with the question. */
  question: string;
  /** The list says what of it is in sight. */
  onSight(sight: Sight): void;
}

/**
 * Asks for a list.
 *
 * @param kind What it lists; its address is that of the API. While the page is paused, what came since is left out.
 * @param params Its query; what is undefined or empty is left out.
 * @param keyOf The ID of a row, as the server knows it.
 * @param from Whether the first or the last rows are shown at first, or those around one.
 */
export function useRemoteList<T>(
  kind: 'trace' | 'log',
  params: Readonly<Record<string, string | undefined>>,
  keyOf: (item: T) => string,
  from: 'start' | 'end' | { anchor: string },
): RemoteList<T> {
  const path = `/api/${kind}s`;
  const { version, connection } = useLive();
  const [{ list, error, isLoaded }, setState] = useState<{
    list: WireList<T>;
    error: string | undefined;
    isLoaded: boolean;
  }>({ list: { total: 0, all: 0, first: 0, items: [], services: [] }, error: undefined, isLoaded: false });
  const question = new URLSearchParams(
    Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  ).toString();
  const sight = useRef<Sight>({ first: 0, count: 40, stick: undefined });
  const abort = useRef<AbortController | undefined>(undefined);
  const current = useRef(list);
  current.current = list;

  const ask = (part: Record<string, string | number>): void => {
    abort.current?.abort();
    const mine = (abort.current = new AbortController());
    const query = new URLSearchParams(question);
    for (const [name, value] of Object.entries({ ...part, limit: PART })) query.set(name, String(value));
    if (live.connection === 'paused') query.set('before', String(live.next[kind]));
    fetch(`${path}?${query.toString()}`, { signal: mine.signal })
      .then(async (response) => {
        const answer = (await response.json()) as WireList<T> & { message?: string };
        if (mine.signal.aborted) return;
        if (response.ok) setState({ list: answer, error: undefined, isLoaded: true });
        else setState((state) => ({ ...state, error: answer.message, isLoaded: true }));
      })
      .catch(() => undefined)
      .finally(() => {
        if (abort.current === mine) abort.current = undefined;
      });
  };

  useEffect(() => {
    if (typeof from === 'object') ask({ first: -PART, anchor: from.anchor, offset: -BEFORE });
    else ask({ first: from === 'start' ? 0 : -PART });
    return () => abort.current?.abort();
  }, [path, question]);

  // What is new: the rows in sight stay, unless the list is at its end or start.
  const askedAt = useRef(0);
  useEffect(() => {
    if (!isLoaded || connection !== 'live') return;
    const news = (): void => {
      askedAt.current = Date.now();
      const { first, stick } = sight.current;
      const { items, first: begin } = current.current;
      const anchor = items[first - begin];
      if (stick === 'end') ask({ first: -PART });
      else if (stick === 'start' || anchor === undefined)
        ask({ first: stick === 'start' ? 0 : Math.max(0, first - BEFORE) });
      else ask({ first: Math.max(0, first - BEFORE), anchor: keyOf(anchor), offset: -BEFORE });
    };
    const timer = setTimeout(news, Math.max(0, askedAt.current + NEWS_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [version, connection]);

  const rows = useMemo(() => rowsFrom(list.items, keyOf, list.first, list.total), [list]);
  return {
    rows,
    total: list.total,
    all: list.all,
    services: list.services,
    error,
    isLoaded,
    question,
    onSight(next) {
      sight.current = next;
      const { first, items, total } = current.current;
      const [start, end] = [next.first, Math.min(total, next.first + next.count)];
      if ((start < first || end > first + items.length) && !abort.current) ask({ first: Math.max(0, start - BEFORE) });
    },
  };
}
