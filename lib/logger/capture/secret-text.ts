import { withoutPasswords } from '../credentials';
import { REDACTED, type Redaction } from '../redaction';

const KEY = /"([^"\\]*(?:\\.[^"\\]*)*)"\s*:/g;
/** What JSON is made of, and any other character. */
const TOKEN = /\s+|[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+|"/gy;
/** Values that are no secrets: they often just say that there is one. */
const TOLD = ['true', 'false', 'null'];

/** An object or array that has not ended. */
interface Open {
  readonly isArray: boolean;
  /** What the next value lies under: in an array its index. */
  key: string;
  index: number;
}

/**
 * A JSON object's text with the values of secrets replaced, and passwords in URLs; all other bytes stay. Other than parsing and writing it anew, that leaves
 * numbers as they were written, and costs next to nothing where there is nothing to hide.
 *
 * @param text An object that is known to be valid JSON. What is none comes back as far as it was understood.
 */
export function hideInText(text: string, redaction: Redaction): string {
  const plain = withoutPasswords(text);
  return mayHide(plain, redaction) ? replaceValues(plain, redaction) : plain;
}

function mayHide(text: string, redaction: Redaction): boolean {
  if (redaction.hasPaths) return true;
  for (const [, name = ''] of text.matchAll(KEY)) if (redaction.hidesKey(nameOf(name))) return true;
  return false;
}

function replaceValues(text: string, redaction: Redaction): string {
  const open: Open[] = [];
  let hidden: { readonly depth: number; readonly from: number } | undefined;
  let result = '';
  let copied = 0;
  const end = (at: number): void => {
    if (hidden?.depth !== open.length) return;
    result += `${text.slice(copied, hidden.from)}"${REDACTED}"`;
    copied = at;
    hidden = undefined;
  };
  const path = (): string[] => open.map(({ isArray, key, index }) => (isArray ? String(index) : key));
  const isSecret = (): boolean => {
    const place = open.at(-1);
    if (place === undefined) return false;
    return (!place.isArray && redaction.hidesKey(place.key)) || (redaction.hasPaths && redaction.hidesPath(path()));
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
        place.key = nameOf(token.slice(1, -1));
        continue;
      }
      if (hidden === undefined && !TOLD.includes(token) && isSecret()) hidden = { depth: open.length, from: at };
      if (token === '{' || token === '[') {
        open.push({ isArray: token === '[', key: '', index: 0 });
        isKey = token === '{';
      } else {
        end(at + token.length);
      }
    }
  }
  return result + text.slice(copied);
}

/** A name as it is meant, of how it is written. */
function nameOf(written: string): string {
  return written.includes('\\') ? String(JSON.parse(`"${written}"`)) : written;
}
