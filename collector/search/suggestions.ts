// What could come next in a query: names of fields and attributes, and the values that they have.
import type { Store } from '../store/store';
import { FIELD_NAMES, fieldOf, type Searchable } from './fields';
import { quoted, splitQuery } from './language';

export interface Suggestion {
  /** The whole part of the query, to put in the place of what is there. */
  text: string;
  /** How often it occurs in the newest records; absent for the fields that each has. */
  count?: number;
}

/** Of each kind so many of the newest records are looked at. */
const MAX_RECORDS = 4000;
const MAX_SUGGESTIONS = 12;
/** Values that are longer are not suggested. */
const MAX_VALUE = 120;

/** Suggestions for the part of a query that ends at `caret`; `start` is where it begins. */
export function suggest(store: Store, text: string, caret: number): { start: number; suggestions: Suggestion[] } {
  const part = splitQuery(text.slice(0, caret)).find(({ end }) => end === caret);
  const start = part?.start ?? caret;
  const typed = text.slice(start, caret);
  const records: Searchable[] = [...store.spans.slice(-MAX_RECORDS), ...store.logs.slice(-MAX_RECORDS)];
  const [head, key, operator] = /^([A-Za-z_@][\w.@/-]*?)(!=|>=|<=|=|>|<)/.exec(typed) ?? [];
  if (key !== undefined)
    return { start, suggestions: valuesOf(records, key, typed.slice(head!.length).replace(/"/g, ''), operator!) };
  return { start, suggestions: keysOf(records, typed.toLowerCase()) };
}

function keysOf(records: readonly Searchable[], typed: string): Suggestion[] {
  const counts = new Map<string, number>();
  for (const { attributes } of records) for (const name in attributes) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [
    ...FIELD_NAMES.map((name): [string, number | undefined] => [name, undefined]),
    ...[...counts]
      .filter(([name]) => /^[A-Za-z_@][\w.@/-]*$/.test(name))
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
  ];
  return names
    .filter(([name]) => name.toLowerCase().includes(typed))
    .sort(([a], [b]) => Number(b.startsWith(typed)) - Number(a.startsWith(typed)))
    .slice(0, MAX_SUGGESTIONS)
    .map(([name, count]) => ({ text: `${name}=`, ...(count !== undefined && { count }) }));
}

function valuesOf(records: readonly Searchable[], key: string, typed: string, operator: string): Suggestion[] {
  const field = fieldOf(key);
  const counts = new Map<string, number>();
  for (const record of records)
    field(record, (value) => {
      const shown = typeof value === 'string' ? value : typeof value === 'object' ? '' : String(value as number);
      if (shown !== '' && shown.length <= MAX_VALUE) counts.set(shown, (counts.get(shown) ?? 0) + 1);
      return false;
    });
  return [...counts]
    .filter(([value]) => value.toLowerCase().includes(typed.toLowerCase()))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(([value, count]) => ({ text: `${key}${operator}${quoted(value)}`, count }));
}
