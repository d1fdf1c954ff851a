// Whether a record satisfies a query.
import { fieldOf, type Searchable } from './fields';
import { quantityOf, type Operator, type Term } from './language';

/** A record with what words are looked for in. */
export interface Document<T extends Searchable = Searchable> {
  readonly record: T;
  readonly text: string;
}

export interface Matcher {
  /** Whether it asks for nothing. */
  readonly isEmpty: boolean;
  readonly words: readonly ((document: Document) => boolean)[];
  /** Whether all conditions hold; words are not looked for. */
  conditions(document: Document): boolean;
  /** Whether everything holds. */
  matches(document: Document): boolean;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Makes a matcher of a parsed query. */
export function createMatcher(terms: readonly Term[]): Matcher {
  const words = terms.flatMap((term) => (term.kind === 'word' ? [wordMatcher(term.text.toLowerCase())] : []));
  const tests = terms.flatMap((term) =>
    term.kind === 'condition' ? [conditionMatcher(term.key, term.operator, term.value)] : [],
  );
  const conditions = ({ record }: Document): boolean => tests.every((each) => each(record));
  return {
    isEmpty: terms.length === 0,
    words,
    conditions,
    matches: (document) => conditions(document) && words.every((word) => word(document)),
  };
}

/** A word that looks like an ID is looked for in the IDs as well. */
function wordMatcher(word: string): (document: Document) => boolean {
  if (!/^[0-9a-f]{8,32}$/.test(word)) return ({ text }) => text.includes(word);
  return ({ text, record: { traceId, spanId } }) =>
    traceId?.startsWith(word) === true || spanId?.startsWith(word) === true || text.includes(word);
}

function conditionMatcher(key: string, operator: Operator, value: string): (record: Searchable) => boolean {
  const field = fieldOf(key);
  if (operator === '=' || operator === '!=') {
    const isEqual = equality(value);
    return operator === '=' ? (record) => field(record, isEqual) : (record) => !field(record, isEqual);
  }
  const compare = COMPARISONS[operator];
  if (key === 'level') {
    const bound = LEVELS.indexOf(value.toLowerCase());
    const test = (level: unknown): boolean => compare(LEVELS.indexOf(String(level)), bound);
    return (record) => field(record, test);
  }
  const bound = quantityOf(key, value);
  const test = (each: unknown): boolean =>
    compare(
      typeof each === 'number' ? each : typeof each === 'string' && each.trim() !== '' ? Number(each) : NaN,
      bound,
    );
  return (record) => field(record, test);
}

const COMPARISONS: Record<'>' | '>=' | '<' | '<=', (a: number, b: number) => boolean> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

/** In any letter case; `*` stands for anything, alone for any value. */
function equality(value: string): (each: unknown) => boolean {
  const wanted = value.toLowerCase();
  const text = (each: unknown): string =>
    (typeof each === 'string' ? each : typeof each === 'object' ? JSON.stringify(each) : String(each)).toLowerCase();
  if (wanted === '*') return (each) => each !== '' && each !== null && each !== undefined;
  if (!wanted.includes('*'))
    return (each) =>
      typeof each === 'string'
        ? each === value || (each.length === wanted.length && each.toLowerCase() === wanted)
        : text(each) === wanted;
  const parts = wanted.split('*');
  return (each) => matchesParts(text(each), parts);
}

/** Without regular expressions: a pattern of a stranger cannot make it slow. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
