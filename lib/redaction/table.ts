import { types } from 'node:util';
import { isSecretValue, REDACTED } from './names';
import type { Redaction } from './redaction';

/**
 * What `console.table` is to print in place of `data`: a copy of the rows that have secrets in columns of their names.
 * Never throws.
 */
export function hideInTable(data: unknown, redaction: Redaction): unknown {
  if (typeof data !== 'object' || data === null) return data;
  try {
    if (types.isProxy(data) || types.isSet(data) || types.isMapIterator(data) || types.isSetIterator(data)) return data;
    return types.isMap(data) ? hideInMap(data, redaction) : hideInRows(data, redaction);
  } catch {
    return data;
  }
}

function hideInMap(map: Map<unknown, unknown>, redaction: Redaction): Map<unknown, unknown> {
  const hides = (key: unknown, value: unknown): boolean =>
    typeof key === 'string' && redaction.hidesKey(key) && isSecretValue(value, key);
  if (![...map].some(([key, value]) => hides(key, value))) return map;
  return new Map([...map].map(([key, value]) => [key, hides(key, value) ? REDACTED : value]));
}

function hideInRows(data: object, redaction: Redaction): object {
  let differs = false;
  const rows: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(data)) {
    const item = (data as Record<string, unknown>)[key];
    const isRow = typeof item === 'object' && item !== null && !types.isProxy(item);
    rows[key] = isRow
      ? hideInRow(item, redaction)
      : redaction.hidesKey(key) && isSecretValue(item, key)
        ? REDACTED
        : item;
    differs ||= rows[key] !== item;
  }
  return differs ? rows : data;
}

/** Getters are the row's own still: they are called when their cell is printed, as ever. */
function hideInRow(row: object, redaction: Redaction): object {
  const own = Object.getOwnPropertyDescriptors(row) as Record<string, PropertyDescriptor>;
  const hidden = Object.keys(own).filter((key) => redaction.hidesKey(key) && isSecretValue(own[key]!.value, key));
  if (hidden.length === 0) return row;
  const copy: object = Object.create(null) as object;
  for (const [key, { enumerable, value, get }] of Object.entries(own)) {
    const cell = get
      ? { get: () => (row as Record<string, unknown>)[key] }
      : { value: hidden.includes(key) ? REDACTED : (value as unknown) };
    Object.defineProperty(copy, key, { ...cell, enumerable });
  }
  return copy;
}
