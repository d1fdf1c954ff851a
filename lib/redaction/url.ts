import { REDACTED } from './names';

const SCHEME_END = /[a-z][a-z0-9+.-]{0,30}:$/i;
const WEB = /(?:^|\+)(?:https?|wss?|git|ssh):$/i;
/** What may stand before `//user:password@host`. */
const BEFORE = /[\s"'`=(,;]/;
const AUTHORITY_END = /[\s/?#]/g;
/** A port, as far as can be seen. */
const PORT = /^\d*(?:$|[\s/?#,;.)\]}"'`])/;
/** A user who is none: no one's name has digits in it, or is so long. */
const TOKEN = /\d|.{24}/;
/** Characters of a password that should have been escaped, up to an `@` and a host. */
const UNESCAPED = /^[^\n"'`<>@]{1,256}(?=@[\w[])/;
/** Data source names of Go's drivers: `user:password@tcp(host:3306)/db`. */
const GO = /([\w.-]{1,100}:)[^\s@:"'`]{1,1024}(?=@(?:tcp|udp|unix)\()/g;
/** Oracle's: `jdbc:oracle:thin:user/password@host`. */
const ORACLE = /(:(?:thin|oci8?):[\w.$-]{1,100}\/)[^\s"'`@]{1,1024}(?=@)/gi;

/**
 * A text without the passwords of the URLs in it, of any scheme, as in connection strings:
 * `postgres://user:password@host`, `redis://:password@host`, `ftp://token@host`.
 */
export function withoutPasswords(given: string): string {
  if (!given.includes('@')) return given;
  let text = given;
  if (text.includes('(')) text = text.replace(GO, `$1${REDACTED}`);
  if (text.includes('jdbc:')) text = text.replace(ORACLE, `$1${REDACTED}`);
  let result = '';
  let copied = 0;
  for (let at = text.indexOf('//'); at >= 0; at = text.indexOf('//', at + 2)) {
    const hidden = passwordAt(text, at);
    if (hidden === undefined) continue;
    result += text.slice(copied, hidden.from) + REDACTED;
    copied = hidden.to;
    at = hidden.to - 2;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** Where the password of the URL is whose two slashes are at this place. */
function passwordAt(text: string, slashes: number): { from: number; to: number } | undefined {
  const scheme = SCHEME_END.exec(text.slice(Math.max(0, slashes - 32), slashes))?.[0] ?? '';
  const begin = slashes - scheme.length;
  if (scheme === '' && begin > 0 && !BEFORE.test(text[begin - 1]!)) return undefined;
  const from = slashes + 2;
  const end = Math.min(authorityEnd(text, from), quoteEnd(text, begin, from));
  const authority = text.slice(from, end);
  const at = authority.lastIndexOf('@');
  const colon = authority.indexOf(':');
  if (at < 0) {
    // What makes a URL bad may well be an unescaped character of its password: a slash, a space.
    if (scheme === '' || colon < 0 || PORT.test(text.slice(from + colon + 1, end + 1))) return undefined;
    const unescaped = UNESCAPED.exec(
      text.slice(from + colon + 1, Math.min(from + colon + 300, quoteEnd(text, begin, from))),
    );
    if (!unescaped || unescaped[0].includes('://')) return undefined;
    return { from: from + colon + 1, to: from + colon + 1 + unescaped[0].length };
  }
  if (colon >= 0 && colon < at)
    return authority.slice(colon + 1, at) === REDACTED ? undefined : { from: from + colon + 1, to: from + at };
  const user = authority.slice(0, at);
  return WEB.test(scheme) && TOKEN.test(user) ? { from, to: from + at } : undefined;
}

function authorityEnd(text: string, from: number): number {
  AUTHORITY_END.lastIndex = from;
  return AUTHORITY_END.exec(text)?.index ?? text.length;
}

/** The end of the quotes that a URL stands in: others may be a part of its password. */
function quoteEnd(text: string, begin: number, from: number): number {
  const quote = text[begin - 1];
  if (quote !== '"' && quote !== "'" && quote !== '`') return text.length;
  const depth = backslashesBefore(text, begin - 1);
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (endsLiteral(backslashesBefore(text, at), depth)) return at - depth;
  }
  return text.length;
}

/** How many backslashes are before a position. */
export function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (at - count > 0 && text[at - count - 1] === '\\') count += 1;
  return count;
}

/**
 * Whether a quote with so many backslashes ends what one with `depth` of them began: a text may be quoted several times
 * over.
 */
export function endsLiteral(backslashes: number, depth: number): boolean {
  return backslashes >= depth && (backslashes - depth) % (2 * (depth + 1)) === 0;
}
