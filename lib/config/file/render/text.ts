import { REDACTED, redactWhole } from '../../../redaction';
import { LONGEST_DELAY_MS } from '../../parsers/scalar';

/** A text as it stands in a file: `$` is no reference, and what is secret is left out. */
export const plain = (text: string): string => escaped(redactWhole(text));

export const escaped = (text: string): string => text.replaceAll('$', '$$$$');

/** The value of a name, which may say that it is a secret. */
export const valueOf = (name: string, text: string): string =>
  redactWhole(`${name}=${text}`) === `${name}=${text}` ? escaped(text) : REDACTED;

/** A time limit; 0 is none. */
export const timeLimit = (ms: number): number => (ms === LONGEST_DELAY_MS ? 0 : ms);

/** A limit; null is none. */
export const limit = (count: number): number | null => (count === Infinity ? null : count);

/** The members that are something. */
export const present = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** The same; undefined if there is none. */
export function presentOrNothing(object: Record<string, unknown>): Record<string, unknown> | undefined {
  const found = present(object);
  return Object.keys(found).length > 0 ? found : undefined;
}
