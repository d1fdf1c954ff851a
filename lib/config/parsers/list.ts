import type { Parser } from '../entry';
import { explainNearest } from '../nearest';
import { ValidationError } from '../validation-error';

const join = (values: readonly string[]): string => values.join(',');

/** The items of a text that are separated by commas, without blanks around them. */
export const itemsOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

const split = (text: string): string[] => [...new Set(itemsOf(text))];

/** Texts separated by commas, without blanks around them and without repetitions. */
export const list: Parser<readonly string[]> = { parse: split, format: join };

export interface WordOptions<T extends string> {
  readonly aliases?: Readonly<Record<string, T>>;
  /** `none` stands for the empty list. It must stand alone. */
  readonly none?: boolean;
  /** What the words are, for the message. Default: the words themselves. */
  readonly expected?: string;
}

/**
 * Some of `words`, separated by commas, in any case. As the specification asks for enumerated values, unknown words are
 * named and left out; when no known word is left, the default applies.
 */
export function words<T extends string>(known: readonly T[], options: WordOptions<T> = {}): Parser<readonly T[]> {
  const { aliases = {}, none = false } = options;
  const expected = options.expected ?? `a list of ${[...known, ...(none ? ['none'] : [])].join(', ')}`;
  return {
    parse(text) {
      const items = split(text.toLowerCase());
      if (none && items.length === 1 && items[0] === 'none') return [];
      const good = new Set<T>();
      const unknown: string[] = [];
      for (const item of items) {
        const word =
          known.find((candidate) => candidate === item) ?? (Object.hasOwn(aliases, item) ? aliases[item] : undefined);
        if (word === undefined) unknown.push(item);
        else good.add(word);
      }
      if (unknown.length === 0 && good.size > 0) return [...good];
      const alone = none && unknown.includes('none') ? ', where none stands alone' : '';
      const hint = explainNearest(
        unknown.filter((word) => !none || word !== 'none'),
        known,
      );
      throw new ValidationError(`${expected}${alone}${hint}`, good.size > 0 ? [...good] : undefined);
    },
    format: (values) => (none && values.length === 0 ? 'none' : join(values)),
  };
}
