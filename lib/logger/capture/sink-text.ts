import { parseObject, withoutColours, type Said } from '../line/written-info';

/** Shorter words occur in any text. */
const WORD = /[\p{L}\p{N}]{3,}/gu;
/** The part of the words of a message that is left at least if a sink hides some of them. */
const LEFT = 1 / 3;

const wordsOf = (text: string): Set<string> => new Set(withoutColours(text).toLowerCase().match(WORD));

/**
 * Whether a text that a logger's sink has printed is the line of the call, perhaps with some of it hidden, and not a
 * message of the sink's own, such as `POST /ingest` of one that sends lines over the network. In doubt it is the line:
 * otherwise what the sink has hidden would be sent.
 */
export function isLineOf(text: string, { level, message }: Said): boolean {
  if (typeof message !== 'string' || parseObject(text) !== undefined) return true;
  const wanted = [...wordsOf(message)];
  const printed = wordsOf(text);
  if (wanted.length === 0 || printed.has(level.toLowerCase())) return true;
  return wanted.filter((word) => printed.has(word)).length >= wanted.length * LEFT;
}
