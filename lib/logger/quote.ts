import type { Plain } from './types';

// Plain printable ASCII without quote and backslash is JSON as it stands; most keys and messages are.
const NEEDS_ESCAPE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;
// Valid inside JSON strings, but some readers take them for ends of lines.
const LINE_BREAKS = /[\u0085\u2028\u2029]/g;

function escapeLineBreak(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
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
