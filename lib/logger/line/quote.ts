import type { Plain } from '../types';

// Plain printable ASCII without quote and backslash is JSON as it stands; most keys and messages are.
const NEEDS_ESCAPE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;
// Valid inside JSON strings, but some readers take them for ends of lines.
const LINE_BREAKS = /[\u0085\u2028\u2029]/g;

function escapeLineBreak(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Anything but plain printable ASCII without quotes, backslash, colon, equals and per cent sign: such a text is JSON as
 * it stands, has no URL in it nor the name and value of a secret, and no printf argument. One look in place of three,
 * since most texts are so.
 */
const NOT_SIMPLE = /[^\x20\x21\x23\x24\x26\x28-\x39\x3b\x3c\x3e-\x5b\x5d-\x7e]/;

/** Whether a text needs no escaping and no second look. */
export function isSimple(text: string): boolean {
  return !NOT_SIMPLE.test(text);
}

/**
 * The parts as one string. V8 keeps the result of `+` as a tree of its parts, and walks that tree each time a line with
 * it is encoded; so what is used for many lines should be in one piece. (`join` copies.)
 */
export function solid(...parts: string[]): string {
  return parts.join('');
}

/** A string as JSON, without any character that could end a line; lone surrogates are escaped. */
export function quote(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return `"${value}"`;
  return JSON.stringify(value).replace(LINE_BREAKS, escapeLineBreak);
}

/** Any value as JSON, in the same way. */
export function quoteAll(value: Exclude<Plain, undefined>): string {
  return JSON.stringify(value).replace(LINE_BREAKS, escapeLineBreak);
}

/** What `quote` has between the quotes. */
export function escaped(value: string): string {
  return NEEDS_ESCAPE.test(value) ? quote(value).slice(1, -1) : value;
}
