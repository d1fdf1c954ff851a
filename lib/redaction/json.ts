import { hidesItem, isNameKey, isValueKey } from './lists';
import { isSecretValue, REDACTED } from './names';
import type { Redaction } from './redaction';
import { hideInText, mayHide } from './text';

/** What JSON is made of, and any other character. */
const TOKEN = /\s+|[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+|"/gy;
/** Values that are no secrets: they often just say that there is one. */
const REPORTED = ['true', 'false', 'null', '""'];

/** An object or array that has not ended. */
interface Open {
  readonly isArray: boolean;
  /** The key of the next value: in an array its index. */
  key: string;
  index: number;
  /** The item before, or the name that belongs to the key `value`. */
  name?: string;
}

/**
 * A JSON object's text with the values of secrets replaced, and passwords in URLs; all other bytes stay. Other than
 * parsing and writing it anew, that leaves numbers as they were written, and costs next to nothing if there is nothing
 * to hide.
 *
 * @param text An object that is known to be valid JSON. What is none comes back as far as it was understood.
 */
export function hideInJson(text: string, redaction: Redaction): string {
  if (
    !redaction.hasPaths &&
    (!mayHide(text, redaction) || (!text.includes('\\u') && hideInText(text, redaction) === text))
  )
    return text;
  return replaceValues(text, redaction);
}

function replaceValues(text: string, redaction: Redaction): string {
  const open: Open[] = [];
  let hidden: { readonly depth: number; readonly from: number } | undefined;
  let result = '';
  let copied = 0;
  const replace = (from: number, to: number, by: string): void => {
    result += text.slice(copied, from) + by;
    copied = to;
  };
  const end = (at: number): void => {
    if (hidden?.depth !== open.length) return;
    replace(hidden.from, at, `"${REDACTED}"`);
    hidden = undefined;
  };
  const path = (): string[] => open.map(({ isArray, key, index }) => (isArray ? String(index) : key));
  const isSecret = (token: string, after: number): boolean => {
    const place = open.at(-1);
    if (place === undefined || REPORTED.includes(token)) return false;
    const { key, name } = place;
    if (redaction.hasPaths && redaction.hidesPath(path())) return true;
    if (place.isArray) return hidesItem(name, valueOf(token), isPair(open, text, after), redaction);
    if (name !== undefined && isValueKey(key) && redaction.hidesKey(name)) return isSecretValue(valueOf(token), name);
    return redaction.hidesKey(key) && isSecretValue(valueOf(token), key);
  };
  let isKey = false;
  for (const { 0: token, index: at } of text.matchAll(TOKEN)) {
    const place = open.at(-1);
    if (token === '}' || token === ']') {
      open.pop();
      end(at + 1);
    } else if (token === ',') {
      if (place) place.index += 1;
      isKey = place !== undefined && !place.isArray;
    } else if (token === ':') {
      isKey = false;
    } else if (token.trim() !== '') {
      if (isKey && place) {
        place.key = textOf(token);
        continue;
      }
      if (hidden === undefined && isSecret(token, at + token.length)) hidden = { depth: open.length, from: at };
      if (token === '{' || token === '[') {
        open.push({ isArray: token === '[', key: '', index: 0 });
        isKey = token === '{';
        continue;
      }
      if (hidden === undefined && token.startsWith('"')) {
        const shown = hideInText(token, redaction);
        if (shown !== token) replace(at, at + token.length, shown);
      }
      if (place && (place.isArray || isNameKey(place.key)))
        place.name = token.startsWith('"') ? textOf(token) : undefined;
      end(at + token.length);
    }
  }
  return result + text.slice(copied);
}

/** Whether the value is the second and last of a list in a list. */
function isPair(open: readonly Open[], text: string, after: number): boolean {
  return open.at(-1)!.index === 1 && open.at(-2)?.isArray === true && /^\s*\]/.test(text.slice(after, after + 20));
}

/** A scalar's kind is all that counts; the rest are objects and lists. */
function valueOf(token: string): unknown {
  if (token.startsWith('"')) return textOf(token);
  return /^[-\d]/.test(token) ? Number(token) : token === 'true' || token === 'false' ? true : {};
}

/** A text as it is meant, of how it is written. */
function textOf(token: string): string {
  const written = token.slice(1, -1);
  return written.includes('\\') ? unescaped(written) : written;
}

function unescaped(written: string): string {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}
