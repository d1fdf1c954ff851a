import { isoTime } from './clock';
import { escaped, quote, quoteAll, solid } from './quote';
import { schemas, type Schema } from './schema';
import type { Ids, LineRecord, Plain } from '../types';

/**
 * Writes lines as JSON, each one object without a newline: time, level, message, the IDs that are known, then the
 * fields of every line, then the app's.
 */
export interface JsonLines {
  /**
   * A line up to the text of its message, with the quote before it; remembered for lines of the same millisecond and
   * level.
   */
  head(time: number, level: string): string;
  /**
   * From the quote behind the message's text on: the IDs that are known and the fields of every line, as
   * `,"key":value…`; remembered for lines that follow one another.
   */
  ids(ids: Ids): string;
  /** The IDs that are known, each with its name and its value as JSON. */
  idFields(ids: Ids): [name: string, value: string][];
  line(record: LineRecord): string;
}

/** @param fields Fields of every line, besides those of the schema. */
export function createJsonLines(
  schema: Schema = schemas.otel,
  fields: Readonly<Record<string, string>> = {},
): JsonLines {
  const constants = Object.entries({ ...schema.constants, ...fields })
    .map(([key, value]) => `,${quote(key)}:${quote(value)}`)
    .join('');
  const names = (
    Object.entries(schema.ids) as [keyof Ids, readonly [string, ((id: string) => string | boolean)?]][]
  ).map(([id, [name, valueOf]]) => ({ id, name, before: solid(',', quote(name), ':'), valueOf }));
  const [beforeTime, beforeLevel, beforeMessage] = [
    `{${quote(schema.timestamp)}:"`,
    `",${quote(schema.level)}:`,
    `,${quote(schema.message)}:"`,
  ];
  let lastTime = NaN;
  let lastLevel = '';
  let lastHead = '';
  let lastIds: Ids | undefined;
  let lastIdsText = '';

  const head: JsonLines['head'] = (precise, level) => {
    const time = Math.floor(precise);
    if (time !== lastTime || level !== lastLevel) {
      lastHead = solid(beforeTime, isoTime(time), beforeLevel, quote(schema.levels?.[level] ?? level), beforeMessage);
      lastTime = time;
      lastLevel = level;
    }
    return lastHead;
  };
  const idFields: JsonLines['idFields'] = (given) =>
    names.flatMap(({ id, name, valueOf }) => {
      const value = given[id];
      return value === undefined ? [] : [[name, valueOf ? valueText(valueOf, value) : quote(value)]];
    });
  const ids: JsonLines['ids'] = (given) => {
    if (given === lastIds) return lastIdsText;
    const parts = ['"'];
    for (const { id, before, valueOf } of names) {
      const value = given[id];
      if (value !== undefined) parts.push(before, valueOf ? valueText(valueOf, value) : quote(value));
    }
    lastIds = given;
    lastIdsText = solid(...parts, constants);
    return lastIdsText;
  };
  return {
    head,
    ids,
    idFields,
    line(record) {
      let line = head(record.time, record.level) + escaped(record.message) + ids(record.ids);
      for (const key of Object.keys(record.fields)) {
        const value = record.fields[key];
        const property = schema.objects?.get(key);
        if (property !== undefined && value !== undefined && !isObject(value))
          line += `,${quote(key)}:{${quote(property)}:${quoteAll(value)}}`;
        else if (typeof value === 'string') line += `,${quote(key)}:${quote(value)}`;
        else if (typeof value === 'number' || typeof value === 'boolean' || value === null)
          line += `,${quote(key)}:${String(value)}`;
        else if (value !== undefined) {
          const names = key === 'error' && record.fault ? schema.error : undefined;
          line += `,${quote(key)}:${quoteAll(names ? renamed(value, names) : value)}`;
        }
      }
      return `${line}}`;
    },
  };
}

const isObject = (value: Plain): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueText(valueOf: (id: string) => string | boolean, id: string): string {
  try {
    return JSON.stringify(valueOf(id));
  } catch {
    // No hexadecimal number: an ID of the app's making.
    return quote(id);
  }
}

/** An error's description with other names for its properties, and those of its causes. */
function renamed(described: Plain, names: Readonly<Record<string, string>>): Exclude<Plain, undefined> {
  if (described === undefined || described === null || typeof described !== 'object' || Array.isArray(described))
    return described ?? null;
  return Object.fromEntries(
    Object.entries(described).map(([key, value]) => {
      if (key === 'cause') return [key, renamed(value, names)];
      if (key === 'errors' && Array.isArray(value)) return [key, value.map((error) => renamed(error, names))];
      return [Object.hasOwn(names, key) ? names[key] : key, value];
    }),
  ) as { [key: string]: Plain };
}
