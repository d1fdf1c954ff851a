import { stripVTControlCharacters } from 'node:util';
import { isError } from './error-description';
import { nameOf } from './placeholders';
import { EXCEPTION, FAULT, IDS, LEVEL, SEVERITY, SPLAT } from './symbols';
import type { Ids, Info } from '../types';

type Fields = Record<string, unknown>;

/** What a call of a logger was about, before the logger's formats, layouts and serializers. */
export interface Said {
  readonly level: string;
  readonly message?: unknown;
  readonly fields?: object;
  readonly fault?: unknown;
  readonly severity?: number | undefined;
  readonly ids?: Ids | undefined;
  /** Where the logger's JSON has its text and its error, if not where most have them. */
  readonly messageKey?: string;
  readonly errorKey?: string;
  /** The logger's own fields, which log records have places for. */
  readonly own?: readonly string[];
}

const OWN = ['level', 'severity', 'message', 'msg', 'time', 'timestamp', '@timestamp', 'splat'];
const MESSAGES = ['message', 'msg', '@message'];
const ERRORS = ['err', 'error', 'exception', 'cause'];
const FRAME = /^\s*at .+$/gm;
/** So short a value stands in any text: it has to be a word of it, or its name has to stand beside it. */
const SHORT = 4;

/**
 * The message object of a line that a logger has finished, made of its text: of the fields if it is a JSON object, else
 * the text is the message, or what was said if that stands in it unchanged, and only those fields are left that still
 * stand in it. What a logger's formats have hidden is in none of it.
 */
export function infoOfText(text: string, said: Said): Info {
  const parsed = parseObject(text);
  if (parsed !== undefined) return infoOfFields(parsed, said, text);
  const shown = withoutColours(text).trim();
  const message = typeof said.message === 'string' ? withoutColours(said.message) : '';
  const fields = Object.entries(said.fields ?? {}).filter(
    ([key, value]) => !OWN.includes(key) && !said.own?.includes(key) && stands(shown, key, value),
  );
  return marked(
    Object.fromEntries(fields),
    message !== '' && standsIn(shown, message) ? message : shown,
    said,
    exceptionInText(shown, said.fault),
  );
}

/** Whether a message stands in a text, perhaps laid out over more lines. */
const standsIn = (text: string, message: string): boolean =>
  text.includes(message) || inOneLine(text).includes(inOneLine(message));
const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** The same of what a logger has made of a call's fields. @param text What they are written as, if they are. */
export function infoOfFields(given: object, said: Said, text?: string): Info {
  const fields: Fields = Object.fromEntries(Object.entries(given));
  const key = [said.messageKey ?? '', ...MESSAGES].find((name) => Object.hasOwn(fields, name));
  let message = key === undefined ? undefined : fields[key];
  if (message === undefined && (text === undefined || isIn(text, said.message))) ({ message } = said);
  const exception = isError(said.fault) ? takeException(fields, said.fault, said.errorKey) : undefined;
  for (const name of [...OWN, ...(said.own ?? []), ...(key === undefined ? [] : [key])]) delete fields[name];
  return marked(fields, typeof message === 'string' ? withoutColours(message) : (message ?? ''), said, exception);
}

/** What the message object of a winston logger says. */
export function saidOf(info: Info): Said {
  const splat = info[SPLAT];
  const fault =
    info[FAULT] ?? (isError(info) ? info : Array.isArray(splat) ? (splat as unknown[]).find(isError) : undefined);
  return {
    level: String(info[LEVEL] ?? withoutColours(String(info.level))),
    message: info.message,
    fields: info,
    fault,
    ids: info[IDS] as Ids | undefined,
  };
}

function marked(fields: Fields, message: unknown, { level, severity, ids }: Said, exception: Fields | undefined): Info {
  const info: Info = { ...fields, message, level, [LEVEL]: level };
  if (severity !== undefined) info[SEVERITY] = severity;
  if (ids !== undefined) info[IDS] = ids;
  if (exception !== undefined) info[EXCEPTION] = exception;
  return info;
}

/** The error as a serializer has left it: under a name of its own, or its stack beside the message. */
function takeException(fields: Fields, fault: Error, errorKey: string | undefined): Fields | undefined {
  for (const key of errorKey === undefined ? ERRORS : [errorKey, ...ERRORS]) {
    const reported = fields[key];
    if (typeof reported !== 'object' || reported === null || isError(reported)) continue;
    const { name, type, message, stack, stack_trace: trace, ...others } = reported as Fields;
    if (typeof message !== 'string' && typeof stack !== 'string') continue;
    delete fields[key];
    return defined({ name: name ?? type ?? nameOf(fault), message, stack: stack ?? trace, ...others });
  }
  const { stack } = fields;
  if (typeof stack !== 'string') return undefined;
  delete fields['stack'];
  if (fields['type'] === 'Error') delete fields['type'];
  const exception: Fields = { ...headOf(stack, fault), stack };
  // Winston and pino 6 lay an error's properties beside the message.
  for (const key of Object.keys(fault)) {
    if (!Object.hasOwn(fields, key) || key in exception || OWN.includes(key)) continue;
    exception[key] = fields[key];
    delete fields[key];
  }
  return exception;
}

/** Name and message of an error, of what is left of its stack. */
function headOf(stack: string, fault: Error): Fields {
  const name = nameOfError(fault);
  const head = stack.split(/\n\s*at /)[0]!;
  const [, shownName = name, message = head] = /^([\w$.]+)(?:: |$)([^]*)$/.exec(head) ?? [];
  return { name: shownName, message: fault.message !== '' && head.includes(fault.message) ? fault.message : message };
}

function exceptionInText(text: string, fault: unknown): Fields | undefined {
  if (!isError(fault) || typeof fault.message !== 'string' || fault.message === '' || !text.includes(fault.message))
    return undefined;
  const { message, stack } = fault;
  const isWhole =
    typeof stack === 'string' && (text.includes(stack) || text.includes(JSON.stringify(stack).slice(1, -1)));
  const name = nameOfError(fault);
  const frames = isWhole ? [] : (text.match(FRAME) ?? []);
  return defined({
    name,
    message,
    stack: isWhole ? stack : frames.length > 0 ? [`${name}: ${message}`, ...frames].join('\n') : undefined,
  });
}

function nameOfError(fault: Error): string {
  return typeof fault.name === 'string' && fault.name !== '' ? fault.name : nameOf(fault);
}

/** Whether a field is still in a text: as JSON, as a setting, or a value that cannot be there by chance. */
function stands(text: string, key: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return false;
  let written: string;
  try {
    written = JSON.stringify(value) ?? '';
  } catch {
    return false;
  }
  if (text.includes(`${JSON.stringify(key)}:${written}`)) return true;
  if (typeof value === 'object') return false;
  const plain = String(value);
  if (plain === '') return false;
  if (
    [
      `[${plain}]`,
      `${key}=${plain}`,
      `${key}: ${plain}`,
      `${key}:${plain}`,
      `${key}=${written}`,
      `${key}: '${plain}'`,
    ].some((each) => text.includes(each))
  )
    return true;
  if (typeof value !== 'string') return false;
  return value.length >= SHORT ? text.includes(withoutColours(value)) : isWord(text, value);
}

/** Whether a text stands in JSON as it was said. */
function isIn(json: string, said: unknown): boolean {
  return typeof said === 'string' && json.includes(JSON.stringify(said).slice(1, -1));
}

/** Whether a short name, as loggers have them, stands in a text by itself. */
function isWord(text: string, value: string): boolean {
  return /^[a-z]\w+$/i.test(value) && text.split(/\W+/).includes(value);
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

let lastText: string | undefined;
let lastObject: Readonly<Record<string, unknown>> | undefined;

/**
 * The text as a JSON object, not to be changed; undefined for anything else. The last one is remembered: a line is
 * asked for when it is written and when it is sent.
 */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text === lastText) return lastObject;
  if (!/^\s*\{/.test(text)) return undefined;
  lastText = text;
  lastObject = undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      lastObject = value as Record<string, unknown>;
  } catch {
    // Text.
  }
  return lastObject;
}

/** A text without what only a terminal understands. */
export function withoutColours(text: string): string {
  return text.includes('\u001b') ? stripVTControlCharacters(text) : text;
}
