import { hasFields } from '../call';
import { now } from './clock';
import { describeError, isError } from './error-description';
import { newFields } from './fields';
import { MAX_LINE_BYTES, newWalk, plain, plainName, plainProperty, type Walk } from './serialize';
import type { Redaction } from '../../redaction';
import { resolveSplat } from './format-arguments';
import { streamOf } from '../output/stream-of';
import { EXCEPTION, FAULT, IDS, LEVEL, LOCAL, MERGED, SEVERITY } from './symbols';
import type { Ids, Info, LineRecord, Plain } from '../types';

/** The keys that are firstlight's in every line. A field of the app with one of these names is kept as `app_<name>`. */
export const RESERVED: ReadonlySet<string> = new Set([
  'timestamp',
  'level',
  'message',
  'request_id',
  'trace_id',
  'span_id',
  'trace_flags',
]);

/** Other names that people give an error; it moves to `error` where that is free. */
const ERROR_ALIASES = ['err', 'cause', 'exception'];

const NO_IDS: Ids = Object.freeze({});

type Fields = Record<string, Plain>;

export interface RecordOptions {
  /** Says which request and span the running code belongs to. */
  readonly ids: () => Ids;
  /** Names that fields of the app can't have. Default: those of the line. */
  readonly taken?: ReadonlySet<string>;
  readonly redaction: Redaction;
  /** What the line may hold, in bytes. */
  readonly room?: number;
}

/** The part of a line that its message may take: fields need some, too. */
const MESSAGE_SHARE = 0.75;
/** What a line's time, level and IDs take, roughly. */
const HEAD = 512;

/**
 * What a line will say, from winston's message object: printf arguments filled in, IDs added, errors described under
 * `error`,
 * everything safe to stringify, secrets hidden. Never throws and leaves `info` as it is.
 */
export function createRecord(
  info: Info,
  { ids, taken = RESERVED, redaction, room = MAX_LINE_BYTES }: RecordOptions,
): LineRecord {
  const time = now();
  const walk = newWalk(redaction, room * MESSAGE_SHARE - HEAD);
  const splat = resolveSplat(info, redaction);
  const fields = newFields();
  let fault = (info[FAULT] ?? splat.fault) as Error | undefined;
  if (fault === undefined && isError(splat.message)) fault = splat.message;
  const message = messageOf(splat.message, fields, walk, taken);
  walk.room += room * (1 - MESSAGE_SHARE);
  addFields(fields, info, walk, taken, fault, true);
  for (const meta of splat.metas) {
    if (meta !== info[MERGED]) addFields(fields, meta, walk, taken, fault, false);
  }
  const told = info[EXCEPTION];
  if (told !== undefined) tellFault(fields, told as Error, walk);
  else if (fault === undefined) fault = adoptFault(fields, info);
  else putFault(fields, fault, walk, info);
  const level = spoken(plain(info[LEVEL] ?? info.level, walk));
  return {
    time,
    level,
    message,
    ids: (info[IDS] as Ids | undefined) ?? currentIds(ids),
    fields,
    fault: told ?? fault,
    stream: streamOf(info),
    severity: info[SEVERITY] as number | undefined,
    isLocal: info[LOCAL] === true,
  };
}

function messageOf(message: unknown, fields: Fields, walk: Walk, taken: ReadonlySet<string>): string {
  if (typeof message === 'string') return plain(message, walk) as string;
  if (isError(message)) return spoken(plainProperty(message, 'message', walk) ?? '');
  if (hasFields(message)) {
    addFields(fields, message, walk, taken, undefined, false);
    return '';
  }
  if (message === undefined) return 'undefined';
  return spoken(plain(message, walk));
}

function spoken(value: Plain): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function addFields(
  fields: Fields,
  source: object,
  walk: Walk,
  taken: ReadonlySet<string>,
  fault: Error | undefined,
  isInfo: boolean,
): void {
  let keys: string[];
  try {
    keys = Object.keys(source);
  } catch {
    return;
  }
  for (const key of keys) {
    if (isInfo && (key === 'level' || key === 'message' || key === 'splat')) continue;
    if (walk.room <= 0) {
      fields['…'] = '[Line too long]';
      return;
    }
    // Winston lays an error's properties beside the message; they are reported once, under `error`.
    if (isInfo && fault !== undefined && isCopied(source, key, fault)) continue;
    const value = plainProperty(source, key, walk);
    if (value !== undefined) fields[freeName(plainName(key, walk), source, taken)] = value;
  }
}

function freeName(key: string, source: object, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key;
  let name = `app_${key}`;
  while (taken.has(name) || Object.hasOwn(source, name)) name = `app_${name}`;
  return name;
}

function isCopied(source: object, key: string, fault: Error): boolean {
  try {
    return key in fault && (source as never)[key] === (fault as never)[key];
  } catch {
    return false;
  }
}

/** Puts down what a logger has left of an error, within the same bounds. */
function tellFault(fields: Fields, told: Error, walk: Walk): void {
  if (fields['error'] !== undefined) fields['app_error'] = fields['error'];
  fields['error'] = describeError(told, walk);
}

/**
 * @param info If formats of the app's may have changed what winston laid out of the error: then that is what it
 * says.
 */
function putFault(fields: Fields, fault: unknown, walk: Walk, info?: Info): void {
  if (fields['error'] !== undefined) fields['app_error'] = fields['error'];
  const described = plain(fault, walk);
  fields['error'] = described;
  const stack = info && read(info, 'stack');
  if (
    typeof stack !== 'string' ||
    !isError(fault) ||
    stack === read(fault, 'stack') ||
    typeof described !== 'object' ||
    described === null ||
    Array.isArray(described)
  )
    return;
  for (const key of Object.keys(described)) {
    if (key === 'name' || fields[key] === undefined || key === 'error') continue;
    described[key] = fields[key];
    delete fields[key];
  }
  if (typeof described['message'] === 'string' && !stack.includes(described['message']))
    described['message'] = stack.split(/\n\s*at /)[0]!.replace(/^[\w$.]+: /, '');
}

function adoptFault(fields: Fields, info: Info): Error | undefined {
  const error = read(info, 'error');
  if (isError(error)) return error;
  if (fields['error'] !== undefined) return undefined;
  for (const key of ERROR_ALIASES) {
    const value = read(info, key);
    if (!isError(value)) continue;
    fields['error'] = fields[key];
    delete fields[key];
    return value;
  }
  return undefined;
}

function read(source: object, key: string): unknown {
  try {
    return (source as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function currentIds(ids: () => Ids): Ids {
  try {
    return ids();
  } catch {
    // A line without IDs is better than none.
    return NO_IDS;
  }
}
