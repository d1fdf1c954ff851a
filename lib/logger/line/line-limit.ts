import type { LineRecord, Plain } from '../types';

/** What the marks of a cut take, roughly. */
const MARK_BYTES = 48;
/** Less of a text is not worth cutting. */
const SHORTEST = 64;
const ROUNDS = 8;

const bytesOf = (value: Plain): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/**
 * A record of a line that came out too long, with its longest parts cut, and marked. A text is measured when it is
 * written down, since what has to be escaped takes up to six times its length.
 *
 * @param bytes How long the line is.
 * @param measure Says how long that of another record would be.
 */
export function shorten(
  record: LineRecord,
  bytes: number,
  maxBytes: number,
  measure: (record: LineRecord) => number,
): LineRecord {
  let short: LineRecord = record;
  let length = bytes;
  for (let round = 0; round < ROUNDS && length > maxBytes; round += 1) {
    short = cutLongest(short, length - maxBytes + MARK_BYTES);
    length = measure(short);
  }
  return short;
}

function cutLongest(record: LineRecord, excess: number): LineRecord {
  let longest = '';
  let most = bytesOf(record.message);
  for (const [key, value] of Object.entries(record.fields)) {
    const bytes = bytesOf(value);
    if (bytes <= most) continue;
    most = bytes;
    longest = key;
  }
  if (longest === '') return { ...record, message: cutText(record.message, most, excess) };
  return { ...record, fields: { ...record.fields, [longest]: cutValue(record.fields[longest], most, excess) } };
}

function cutValue(value: Plain, bytes: number, excess: number): Plain {
  const share = Math.max(0, 1 - excess / bytes);
  if (typeof value === 'string' && value.length > SHORTEST) return cutText(value, bytes, excess);
  if (typeof value !== 'object' || value === null) return '[Line too long]';
  if (Array.isArray(value)) return [...value.slice(0, Math.floor(value.length * share)), '[Line too long]'];
  const entries = Object.entries(value);
  // Otherwise one long text among them would stay.
  const [key, item] = entries.reduce((most, entry) => (bytesOf(entry[1]) > bytesOf(most[1]) ? entry : most));
  const most = bytesOf(item);
  if (most > bytes / 2) return { ...value, [key]: cutValue(item, most, Math.min(excess, most)) };
  return { ...Object.fromEntries(entries.slice(0, Math.floor(entries.length * share))), '…': '[Line too long]' };
}

function cutText(text: string, bytes: number, excess: number): string {
  const [, body = text, cut = '0'] = /^([^]*)… \[(\d+) characters cut\]$/.exec(text) ?? [];
  const left = Math.max(SHORTEST, Math.floor(body.length * Math.max(0, 1 - excess / bytes)));
  return left >= body.length ? body : `${body.slice(0, left)}… [${body.length - left + Number(cut)} characters cut]`;
}
