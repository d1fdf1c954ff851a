import { hasFields } from '../call';
import { now } from './clock';
import { describeError, isError } from './error-description';
import { newFields } from './fields';
import {
  MAX_LINE_BYTES,
  createSerializeState,
  serialize,
  serializeName,
  serializeProperty,
  type SerializeState,
} from './serialize';
import type { Redaction } from '../../redaction';
import { resolveFormatArguments } from './format-arguments';
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

/** Other names that people give an error; it moves to `error` if that is free. */
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
 * `error`, everything safe to stringify, secrets hidden. Never throws and leaves `info` as it is.
 */
export function createRecord(
  info: Info,
  { ids, taken = RESERVED, redaction, room = MAX_LINE_BYTES }: RecordOptions,
): LineRecord {
  const time = now();
  const state = createSerializeState(redaction, room * MESSAGE_SHARE - HEAD);
  const splat = resolveFormatArguments(info, redaction);
  const fields = newFields();
  let fault = (info[FAULT] ?? splat.fault) as Error | undefined;
  if (fault === undefined && isError(splat.message)) fault = splat.message;
  const message = messageOf(splat.message, fields, state, taken);
  state.budget += room * (1 - MESSAGE_SHARE);
  addFields(fields, info, state, taken, fault, true);
  for (const meta of splat.metas) {
    if (meta !== info[MERGED]) addFields(fields, meta, state, taken, fault, false);
  }
  const reported = info[EXCEPTION];
  if (reported !== undefined) addError(fields, reported as Error, state);
  else if (fault === undefined) fault = adoptFault(fields, info);
  else putFault(fields, fault, state, info);
  const level = spoken(serialize(info[LEVEL] ?? info.level, state));
  return {
    time,
    level,
    message,
    ids: (info[IDS] as Ids | undefined) ?? currentIds(ids),
    fields,
    fault: reported ?? fault,
    stream: streamOf(info),
    severity: info[SEVERITY] as number | undefined,
    isLocal: info[LOCAL] === true,
  };
}

function messageOf(message: unknown, fields: Fields, state: SerializeState, taken: ReadonlySet<string>): string {
  if (typeof message === 'string') return serialize(message, state) as string;
  if (isError(message)) return spoken(serializeProperty(message, 'message', state) ?? '');
  if (hasFields(message)) {
    addFields(fields, message, state, taken, undefined, false);
    return '';
  }
  if (message === undefined) return 'undefined';
  return spoken(serialize(message, state));
}

function spoken(value: Plain): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function addFields(
  fields: Fields,
  source: object,
  state: SerializeState,
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
    if (state.budget <= 0) {
      fields['…'] = '[Line too long]';
      return;
    }
    // Winston lays an error's properties beside the message; they are reported once, under `error`.
    if (isInfo && fault !== undefined && isCopied(source, key, fault)) continue;
    const value = serializeProperty(source, key, state);
    if (value !== undefined) fields[freeName(serializeName(key, state), source, taken)] = value;
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
function addError(fields: Fields, reported: Error, state: SerializeState): void {
  if (fields['error'] !== undefined) fields['app_error'] = fields['error'];
  fields['error'] = describeError(reported, state);
}

/**
 * @param info If formats of the app's may have changed what winston laid out of the error: then that is what it says.
 */
function putFault(fields: Fields, fault: unknown, state: SerializeState, info?: Info): void {
  if (fields['error'] !== undefined) fields['app_error'] = fields['error'];
  const described = serialize(fault, state);
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
