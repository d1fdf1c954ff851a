import { now, nowInMs } from './clock';
import { isError } from './error-description';
import { newFields } from './fields';
import type { JsonLines } from './json-line';
import type { Key } from './keys';
import { createSerializeState, serialize } from './serialize';
import { escaped, isSimple, quote, quoteAll } from './quote';
import { isSecretValue, mayHide, REDACTED, type Redaction } from '../../redaction';
import type { Ids, LineRecord, Plain, StreamName } from '../types';

/** Longer texts may have to be cut, which the slow path does. */
const MAX_TEXT = 8 * 1024;
/** What colours begin with. */
const ESCAPE = '\u001b';
const NO_FIELDS = Object.freeze(newFields());

/** A finished line: its text and, if it was asked for, its record. */
export interface FastLine {
  readonly text: string;
  readonly record: LineRecord | undefined;
}

export interface FastPathOptions {
  readonly ids: () => Ids;
  readonly key: (name: string) => Key;
  readonly redaction: Redaction;
  readonly json: JsonLines;
  /** Longer lines, in UTF-16 units, may have to be cut. */
  readonly maxLength: number;
}

/**
 * The line of a call as most calls are: a text without printf arguments, and an object with nothing special about it.
 * Written in one pass. Undefined for any other call: those take the slow path by `createInfo`, `createRecord` and
 * `JsonLines.line`, which gives the same line (a test holds the two together). May throw what the app's getters throw;
 * nothing is written then.
 */
export function writeFast(
  level: string,
  message: unknown,
  meta: unknown,
  needsRecord: boolean,
  options: FastPathOptions,
): FastLine | undefined {
  if (typeof message !== 'string' || message.length > MAX_TEXT || message.length > options.maxLength) return undefined;
  const isSimpleMessage = isSimple(message);
  if (!isSimpleMessage && (message.includes(ESCAPE) || mayHide(message, options.redaction))) return undefined;
  if (meta !== undefined && !isPlainObject(meta)) return undefined;
  let tail = '';
  let fields: LineRecord['fields'] | undefined;
  if (meta !== undefined) {
    if ((!isSimpleMessage && message.includes('%')) || Object.getOwnPropertySymbols(meta).length > 0) return undefined;
    if (needsRecord) fields = newFields();
    for (const name of Object.keys(meta)) {
      const key = options.key(name);
      if (key.isSpecial) return undefined;
      const value = (meta as Record<string, unknown>)[name];
      const text = valueText(value, key, fields, name, options.redaction);
      if (text === undefined) return undefined;
      tail += text;
      if (message.length + tail.length > options.maxLength) return undefined;
    }
  }
  const time = needsRecord ? now() : nowInMs();
  const ids = options.ids();
  const { json } = options;
  const text = `${json.head(time, level)}${isSimpleMessage ? message : escaped(message)}${json.ids(ids)}${tail}}`;
  return {
    text,
    record: needsRecord
      ? { time, level, message, ids, fields: fields ?? NO_FIELDS, stream: 'stdout' as StreamName, isLocal: false }
      : undefined,
  };
}

/** The field as `,"key":value`, '' if it is left out, undefined if the fast path cannot write it. */
function valueText(
  value: unknown,
  key: Key,
  fields: LineRecord['fields'] | undefined,
  name: string,
  redaction: Redaction,
): string | undefined {
  let kept: Plain;
  let written: string;
  if (key.isHidden && isSecretValue(value, name)) {
    kept = REDACTED;
    written = key.textHidden;
  } else if (typeof value === 'string') {
    if (value.length > MAX_TEXT) return undefined;
    kept = value;
    if (isSimple(value)) written = `${key.textBefore}${value}"`;
    else if (mayHide(value, redaction)) return undefined;
    else written = key.text + quote(value);
  } else if ((typeof value === 'number' && Number.isFinite(value)) || typeof value === 'boolean' || value === null) {
    kept = value;
    written = key.text + String(value);
  } else {
    if (isError(value)) return undefined;
    kept = serialize(value, createSerializeState(redaction, undefined, name));
    if (kept === undefined) return '';
    written = key.text + quoteAll(kept);
  }
  if (fields !== undefined) fields[name] = kept;
  return written;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
