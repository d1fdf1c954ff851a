import { isSecretName, REDACTED } from './names';
import { DEFAULT_REDACTION } from './redaction';
import { hideInText } from './text';

const LONGEST = 200;

/** A value as it may be printed: no secrets, no passwords or queries of URLs (they carry tokens), no endless lines. */
export function redact(text: string, secret = false): string {
  const plain = redactWhole(text, secret);
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** The same, of any length. */
export const redactWhole = (text: string, secret = false): string =>
  secret ? REDACTED : hideInText(withoutQuery(withoutPassword(text)), DEFAULT_REDACTION);

/** A command line as it may be printed: `--token=…` and `--token …` without what they give away. */
export function redactArguments(args: readonly string[]): string {
  return args
    .map((arg, index) => {
      const [, option] = /^--?([\w.-]+)$/.exec(args[index - 1] ?? '') ?? [];
      return option !== undefined && isSecretName(option) && !arg.startsWith('-')
        ? REDACTED
        : hideInText(arg, DEFAULT_REDACTION);
    })
    .join(' ');
}

/**
 * Everything between the scheme and the last `@`: what makes a URL bad may well be an unescaped character of its
 * password.
 */
function withoutPassword(text: string): string {
  const scheme = text.indexOf('://');
  const from = scheme < 0 ? 0 : scheme + 3;
  const to = text.lastIndexOf('@');
  const present = to > from && (scheme >= 0 || /^[^,=/:]+:/.test(text));
  return present ? `${text.slice(0, from)}${REDACTED}${text.slice(to)}` : text;
}

function withoutQuery(text: string): string {
  const query = text.includes('://') ? text.indexOf('?') : -1;
  return query < 0 ? text : `${text.slice(0, query + 1)}${REDACTED}`;
}
