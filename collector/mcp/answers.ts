// Answers for agents: without what counts as a secret, and no longer than they can use.
import { DEFAULT_REDACTION, hideInText, REDACTED } from '../../lib/redaction';

/** Characters of an answer at most: about 8,000 tokens. */
const MAX_ANSWER = 30_000;

/** A text, cut at its bound with a note. */
export function bounded(text: string): string {
  if (text.length <= MAX_ANSWER) return text;
  return (
    `${text.slice(0, MAX_ANSWER)}\n… ${(text.length - MAX_ANSWER).toLocaleString('en')} characters left out: ` +
    'narrow the query or lower the limit'
  );
}

/** A copy in which the values of secret names, and secrets within texts, are hidden: apps of others may not do so. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return hideInText(value, DEFAULT_REDACTION);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      DEFAULT_REDACTION.hidesKey(lastPart(name)) && typeof each !== 'number' ? REDACTED : withoutSecrets(each),
    ]),
  );
}

/** Of http.request.header.authorization the last part says what it is. */
const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
