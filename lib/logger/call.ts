import { isError } from './line/error-description';
import { describeThrown } from './line/placeholders';
import { FAULT, LEVEL, MERGED, SPLAT } from './line/symbols';
import type { Info } from './types';

const TOKEN = /%[scdjifoO%]/;

/**
 * The message object of a winston call `logger.log(level, ...args)`, by winston's rules: fields of a meta object are
 * put beside `message`, a meta's own `message` is appended. Other than winston it leaves the app's objects as they are
 * (winston writes `level` into them, which throws for a frozen one), keeps a field named `level`, and survives getters
 * that throw and keys named `__proto__`.
 */
export function createInfo(level: string, args: readonly unknown[], defaults?: object | null): Info {
  const [message, ...splat] = args;
  const info: Info = { level, message: '' };
  if (defaults) copyFields(info, defaults);
  if (splat.length === 0) {
    if (isError(message)) copyError(info, message);
    else if (hasFields(message)) copyFields(info, message);
    else if (args.length > 0) info.message = message;
  } else {
    const meta = splat[0];
    info.message = message;
    if (typeof meta === 'object' && meta !== null && !(typeof message === 'string' && TOKEN.test(message)))
      addMeta(info, message, meta);
    for (const extra of splat) if (extra !== info[MERGED] && hasFields(extra)) copyMarks(info, extra);
    info[SPLAT] = splat;
  }
  setLevel(info, level);
  return info;
}

/** The message object of `logger.log({level, message, …})`: a copy of the app's. */
export function copyInfo(given: object, defaults?: object | null): Info {
  const info = { message: '' } as Info;
  if (defaults) copyFields(info, defaults);
  if (isError(given)) copyError(info, given);
  else copyFields(info, given);
  info[LEVEL] = info.level;
  return info;
}

/**
 * Copies `source` over `target`, key by key if a getter throws. Symbols are copied too: winston's extensions use them.
 */
export function copyFields(target: object, source: object): void {
  let keys: (string | symbol)[];
  try {
    keys = Reflect.ownKeys(source);
  } catch {
    return;
  }
  for (const key of keys) {
    try {
      if (!Object.prototype.propertyIsEnumerable.call(source, key)) continue;
      set(target, key, (source as Record<string | symbol, unknown>)[key]);
    } catch (thrown) {
      set(target, key, describeThrown(thrown));
    }
  }
}

/** The stream of a line and similar settings are symbols, which apply to the line in any of its objects. */
function copyMarks(info: Info, source: object): void {
  const marks = Object.getOwnPropertySymbols(source);
  if (marks.length === 0) return;
  const marked = {};
  copyFields(marked, source);
  for (const mark of marks) info[mark] = (marked as Info)[mark];
}

function addMeta(info: Info, message: unknown, meta: object): void {
  info.message = undefined;
  if (isError(meta)) {
    copyError(info, meta);
  } else if (hasFields(meta)) {
    copyFields(info, meta);
    info[MERGED] = meta;
  }
  // Winston's rule: the meta's message follows the call's.
  info.message = info.message && info.message !== message ? `${text(message)} ${text(info.message)}` : message;
}

/** As winston's `errors` format lays an error out; the error itself goes along for formats that know better. */
function copyError(info: Info, error: Error): void {
  copyFields(info, error);
  for (const key of ['message', 'stack', 'cause'] as const) {
    try {
      if (error[key] !== undefined) info[key] = error[key];
    } catch (thrown) {
      info[key] = describeThrown(thrown);
    }
  }
  info[FAULT] = error;
}

/**
 * The message object of a call whose one argument was an error, as formats and transports of the app's know it: an
 * error. It inherits from the app's, which stays as it is (winston passes that one on, and writes `level` into it). Any
 * other message object comes back.
 */
export function asError(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || isError(given)) return given;
  const info = given as Info;
  const fault = info[FAULT];
  if (!isError(fault) || info[SPLAT] !== undefined) return given;
  try {
    // Defined, not assigned: the app's error may be frozen.
    const own = Object.getOwnPropertyDescriptors(info);
    for (const key of ['message', 'stack', 'cause'] as const) if (info[key] === fault[key]) delete own[key];
    return Object.create(fault, own);
  } catch {
    // A getter of the error's threw.
    return given;
  }
}

function setLevel(info: Info, level: string): void {
  // A field named `level` is the app's, too.
  if (info.level !== level) set(info, 'app_level', info.level);
  info.level = level;
  info[LEVEL] = level;
}

/** True for an object whose own properties are meant as fields of the line. */
export function hasFields(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (
      !Array.isArray(value) &&
      !ArrayBuffer.isView(value) &&
      !isError(value) &&
      (Object.keys(value).length > 0 || Object.getOwnPropertySymbols(value).length > 0)
    );
  } catch {
    return false;
  }
}

function set(target: object, key: string | symbol, value: unknown): void {
  // Plain assignment to `__proto__` would replace the prototype.
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else (target as Record<string | symbol, unknown>)[key] = value;
}

function text(value: unknown): string {
  try {
    return String(value);
  } catch (thrown) {
    return describeThrown(thrown);
  }
}
