// Where one is on the page, kept in the address: view, trace, span, line, query and time. Reload, back and a link give
// the same picture.
import { useEffect, useState } from 'preact/hooks';

export const VIEWS = ['traces', 'logs', 'metrics', 'map', 'statistics', 'ai'] as const;
export type View = (typeof VIEWS)[number];

export interface Address {
  view: View;
  /** The trace that is open, with the view `traces`. */
  traceId?: string;
  query: URLSearchParams;
}

/** What goes along from one view to another. */
const KEPT = ['q', 'last', 'from', 'to'];

/** Reads a fragment such as `#/traces/<id>?span=<id>`; anything else is the list of traces. */
export function parseAddress(fragment: string): Address {
  const [path = '', ...query] = fragment.replace(/^#\/?/, '').split('?');
  const [view, traceId] = path.split('/');
  const known = VIEWS.find((each) => each === view) ?? 'traces';
  return {
    view: known,
    query: new URLSearchParams(query.join('?')),
    ...(known === 'traces' && traceId !== undefined && /^[0-9a-f]{32}$/.test(traceId) && { traceId }),
  };
}

type Query = Readonly<Record<string, string | undefined>>;

/** The fragment of a place; IDs and values come out encoded. */
export function fragmentOf(view: View, traceId?: string, query: Query = {}): string {
  const entries = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const search = new URLSearchParams(entries).toString();
  const trace = traceId === undefined ? '' : `/${encodeURIComponent(traceId)}`;
  return `#/${view}${trace}${search === '' ? '' : `?${search}`}`;
}

/** The fragment of another place that keeps the query and the time of this one. */
export function along(address: Address, view: View, traceId?: string, query: Query = {}): string {
  const kept = Object.fromEntries(KEPT.map((name) => [name, address.query.get(name) ?? undefined]));
  const list = view === 'traces' ? { sort: address.query.get('sort') ?? undefined } : {};
  return fragmentOf(view, traceId, { ...kept, ...list, ...query });
}

/** The fragment of the same place with other parameters; undefined takes one away. */
export function changed({ view, traceId, query }: Address, change: Query): string {
  return fragmentOf(view, traceId, { ...Object.fromEntries(query), ...change });
}

export function go(fragment: string): void {
  location.hash = fragment;
}

/** Goes to a place without a step of the history: what is typed, and what is looked at within a list. */
export function replace(fragment: string): void {
  history.replaceState(null, '', fragment);
  dispatchEvent(new Event('hashchange'));
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

/** The parameters of a question about what the address names: its query and its time. */
export function questionOf({ query }: Address): Record<string, string | undefined> {
  return Object.fromEntries(KEPT.map((name) => [name, query.get(name) ?? undefined]));
}
