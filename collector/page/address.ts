// Where one is on the page, kept in the address so that back, forward and reload work.
import { useEffect, useState } from 'preact/hooks';

export const VIEWS = ['traces', 'logs', 'metrics', 'map'] as const;
export type View = (typeof VIEWS)[number];

export interface Address {
  view: View;
  /** The trace that is open, with the view `traces`. */
  traceId?: string;
  /** What a filter is preset with. */
  query: URLSearchParams;
}

/** Reads a fragment such as `#/traces/<id>?span=<id>`; anything else is the list of traces. */
export function parseAddress(fragment: string): Address {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?');
  const [view, traceId] = path.split('/');
  const known = VIEWS.find((each) => each === view) ?? 'traces';
  return {
    view: known,
    query: new URLSearchParams(query),
    ...(known === 'traces' && traceId !== undefined && /^[0-9a-f]{32}$/.test(traceId) && { traceId }),
  };
}

/** The fragment of a place; IDs and values come out encoded. */
export function fragmentOf(view: View, traceId?: string, query: Record<string, string | undefined> = {}): string {
  const entries = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const search = new URLSearchParams(entries).toString();
  const trace = traceId === undefined ? '' : `/${encodeURIComponent(traceId)}`;
  return `#/${view}${trace}${search === '' ? '' : `?${search}`}`;
}

export function go(fragment: string): void {
  location.hash = fragment;
}

export function useAddress(): Address {
  const [address, setAddress] = useState(() => parseAddress(location.hash));
  useEffect(() => {
    const listener = (): void => setAddress(parseAddress(location.hash));
    addEventListener('hashchange', listener);
    return () => removeEventListener('hashchange', listener);
  }, []);
  return address;
}
