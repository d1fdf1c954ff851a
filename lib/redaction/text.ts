import { hasTrace, isSecretHeader, isSecretParameter, isSecretValue, REDACTED } from './names';
import { isUntold, literalAt, valueEnd } from './literal';
import type { Redaction } from './redaction';
import { backslashesBefore, withoutPasswords } from './url';

/** A name as printed objects, JSON, settings, queries and heads of messages have it, and what follows it. */
const PLACE = [
  '(?:(?<quote>\\\\*["\'`])(?<quoted>[\\w$. @/-]{1,100}?)\\k<quote>|(?<bare>(?:Symbol\\()?[%A-Za-z_$][\\w%$.-]{0,99}))',
  '\\)?\\]?(?<after>=(?![=>])|\\s*=>\\s*|:\\s*|,\\s*)',
].join('');
const NAME = new RegExp(PLACE, 'y');
const NAMES = new RegExp(`(?:(?<=\\\\[nrt])|(?<![\\w$\\\\]))${PLACE}`, 'g');
/**
 * A part of a well-known name, or the begin of a URL's parameter. Every name of the list has one: a test holds the two
 * together.
 */
const PART = /auth|cookie|key|pass|pwd|secret|credential|token|jwt|sess|[?&](?=[\w%.-]{1,60}=)/gi;
const WORD = /[\w%$.-]/;
/** An unquoted name is one where a property can stand; elsewhere it is a word before a colon. */
const PROPERTY = /(?:[{,[(]\s?|\n\s+|\n\s*\[)$/;
const LINE = /(?:^|\n|\\n|["'`])$/;
const SETTING = /[^\s;&,"'`)\]}|\\]+/y;
const HEADER_VALUE = /[^\r\n\\"'`]+/y;
const PAIR = /\\*["'`]?(?:value|val)\\*["'`]?:\s*/y;
const NAMING = /(?:name|key|header|field)\\*["'`]?:\s*$/i;
/** What has nothing but letters is the name of the next header. */
const ANOTHER_NAME = /^[A-Za-z][A-Za-z-]*$/;
const AFTER_LIST = /^\s*\]/;
const BEFORE_LIST = /[[,]\s*\[\s*$/;

/** A part of the text that is replaced. */
interface Hidden {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * A text without the secrets in it: the values of their names in printed objects, in JSON, in settings (`password=…`),
 * in queries of URLs and in heads of HTTP messages, and the passwords of URLs. All else stays as it is. Hardly any text
 * has one: looking costs next to nothing.
 */
export function hideInText(given: string, redaction: Redaction): string {
  if (!mayHide(given, redaction)) return given;
  const text = withoutPasswords(given);
  if (!/[:=,]/.test(text)) return text;
  let result = '';
  let copied = 0;
  const next = redaction.hasKeys ? nextName : nextKnownName;
  for (let match = next(text, 0); match !== undefined; match = next(text, match.end)) {
    const hidden = match.found && hiddenBy(match.found, text, redaction);
    if (!hidden) continue;
    result += text.slice(copied, hidden.from) + hidden.text;
    copied = match.end = hidden.to;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** A name, if there is one, and where to look for the next. */
interface Match {
  readonly found: RegExpExecArray | null;
  end: number;
}

function nextName(text: string, from: number): Match | undefined {
  NAMES.lastIndex = from;
  const found = NAMES.exec(text);
  return found ? { found, end: endOf(found) } : undefined;
}

/** If only well-known names count, what cannot be one is skipped. */
function nextKnownName(text: string, from: number): Match | undefined {
  PART.lastIndex = from;
  const part = PART.exec(text);
  if (part === null) return undefined;
  let begin = part.index;
  if (part[0].length === 1) begin += 1;
  else while (begin > from && part.index - begin < 100 && WORD.test(text[begin - 1]!)) begin -= 1;
  // An option of a command line: `--api-key=…`.
  while (text[begin] === '-' && begin < part.index) begin += 1;
  if (text[begin - 1] === '\\' && 'nrt'.includes(text[begin]!)) begin += 1;
  const isQuoted = begin > from && /["'`]/.test(text[begin - 1]!);
  NAME.lastIndex = isQuoted ? begin - 1 - backslashesBefore(text, begin - 1) : begin;
  let found = NAME.exec(text);
  if (isQuoted && !found) {
    // The begin of a text, not a name in quotes.
    NAME.lastIndex = begin;
    found = NAME.exec(text);
  }
  return { found, end: found ? Math.max(endOf(found), part.index + 1) : part.index + part[0].length };
}

/** What follows a name may be one, as in a list. */
function endOf({ index, 0: whole, groups }: RegExpExecArray): number {
  const { after } = groups as { after: string };
  return index + whole.length - (after.startsWith(',') ? after.length - 1 : 0);
}

/** Whether `hideInText` has to look. */
export function mayHide(text: string, redaction: Redaction): boolean {
  return redaction.hasKeys || hasTrace(text);
}

function hiddenBy(
  { index, 0: whole, groups }: RegExpExecArray,
  text: string,
  redaction: Redaction,
): Hidden | undefined {
  const { quote, quoted, bare, after } = groups as { quote?: string; quoted?: string; bare?: string; after: string };
  const name = quoted ?? bare!.replace(/^Symbol\(/, '');
  const from = index + whole.length;
  if (after.startsWith(','))
    return quoted === undefined ? undefined : listed(name, quote!, index, from, text, redaction);
  if (after === '=') return setting(name, index, from, text, redaction);
  if (!redaction.hidesKey(name)) return undefined;
  if (isUntold(text, from)) return undefined;
  const literal = literalAt(text, from);
  if (literal) return replaced(from, literal, name);
  const before = text.slice(Math.max(0, index - 80), index);
  if (quoted === undefined && isSecretHeader(name) && (LINE.test(before) || /\\n$/.test(text.slice(0, index))))
    return until(HEADER_VALUE, from, text);
  if (quoted === undefined && !PROPERTY.test(before)) return undefined;
  const end = valueEnd(text, from);
  if (end === undefined || end === from) return undefined;
  const value = text.slice(from, end);
  if (/^-?[\d.]+n?$/.test(value) && !isSecretValue(0, name)) return undefined;
  const mark = quote !== undefined && quote !== "'" ? quote : "'";
  return { from, to: end, text: `${mark}${REDACTED}${mark}` };
}

function replaced(
  from: number,
  { quote, end, text }: { quote: string; end: number; text: string },
  name: string,
): Hidden | undefined {
  return isSecretValue(text, name) ? { from, to: end, text: `${quote}${REDACTED}${quote}` } : undefined;
}

function until(pattern: RegExp, from: number, text: string): Hidden | undefined {
  pattern.lastIndex = from;
  const value = pattern.exec(text)?.[0];
  return value === undefined || value.startsWith('[redacted')
    ? undefined
    : { from, to: from + value.length, text: REDACTED };
}

/** `name=value`, as in connection strings, cookies and queries. */
function setting(name: string, index: number, from: number, text: string, redaction: Redaction): Hidden | undefined {
  const isParameter = text[index - 1] === '?' || text[index - 1] === '&';
  if (!redaction.hidesKey(decoded(name)) && !(isParameter && isSecretParameter(decoded(name)))) return undefined;
  const literal = literalAt(text, from);
  if (literal) return replaced(from, literal, name);
  const hidden = until(SETTING, from, text);
  return hidden && /^\d+$/.test(text.slice(from, hidden.to)) && !isSecretValue(0, name) ? undefined : hidden;
}

/** `{ name: 'password', value: '…' }`. */
function named(quote: string, name: string, from: number, text: string): Hidden | undefined {
  PAIR.lastIndex = from;
  const between = PAIR.exec(text)?.[0];
  if (between === undefined) return undefined;
  const at = from + between.length;
  const value = literalAt(text, at);
  if (value) return replaced(at, value, name);
  const end = isUntold(text, at) ? undefined : valueEnd(text, at);
  return end === undefined ? undefined : { from: at, to: end, text: `${quote}${REDACTED}${quote}` };
}

/** An item of a list that follows its name: of headers one after the other, or of pairs. */
function listed(
  name: string,
  quote: string,
  index: number,
  from: number,
  text: string,
  redaction: Redaction,
): Hidden | undefined {
  if (!redaction.hidesKey(name)) return undefined;
  if (NAMING.test(text.slice(Math.max(0, index - 40), index))) return named(quote, name, from, text);
  const value = literalAt(text, from);
  if (value === undefined) return undefined;
  const isHeader = isSecretHeader(name) && !ANOTHER_NAME.test(value.text);
  const isPair =
    BEFORE_LIST.test(text.slice(Math.max(0, index - 200), index)) &&
    AFTER_LIST.test(text.slice(value.end, value.end + 20));
  return isHeader || isPair ? replaced(from, value, name) : undefined;
}

function decoded(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
