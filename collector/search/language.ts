// The language of searches: words, and conditions on fields. One definition for the page, `firstlight query` and
// `firstlight mcp`; what a field is, fields.ts says. It runs in a browser, too.

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=';

/** One part of a query; `start` and `end` are its place in the text. */
export type Term = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'condition'; readonly key: string; readonly operator: Operator; readonly value: string }
);

/** A query that cannot be understood; the message is for the person who typed it. */
export class QueryError extends Error {
  override name = 'QueryError';
}

const CONDITION = /^([A-Za-z_@][\w.@/-]*?)(!=|>=|<=|=|>|<)/;

/**
 * Reads a query: parts with spaces between them, all of which have to hold. A part is a word, `"several words"`, or a
 * condition such as `service=web`, `http.route!=/health`, `duration>1.5s`, `name="GET /users"`, `http.route=/orders*`.
 *
 * @throws QueryError for a condition without a value or with an order of what has none.
 */
export function parseQuery(text: string): Term[] {
  return splitQuery(text).flatMap(({ start, end }): Term[] => {
    const part = text.slice(start, end);
    const [head, key, operator] = CONDITION.exec(part) ?? [];
    if (key === undefined) {
      const word = unquoted(part);
      return word === '' ? [] : [{ kind: 'word', text: word, start, end }];
    }
    const value = unquoted(part.slice(head!.length));
    if (value === '') throw new QueryError(`${key}${operator}: expected a value behind it, such as ${key}${operator}1`);
    if (operator !== '=' && operator !== '!=' && key !== 'level') quantityOf(key, value);
    return [{ kind: 'condition', key, operator: operator as Operator, value, start, end }];
  });
}

/** Where the parts of a query are; quotes hold spaces together. */
export function splitQuery(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/(?:[^\s"]|"(?:[^"\\]|\\.)*(?:"|$))+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The condition on a key that a query has. */
export function conditionOf(text: string, key: string): { operator: Operator; value: string } | undefined {
  try {
    return parseQuery(text).find((term) => term.kind === 'condition' && term.key === key) as
      { operator: Operator; value: string } | undefined;
  } catch {
    return undefined;
  }
}

/** A query with another condition on a key, or without one. */
export function withCondition(text: string, key: string, operator: Operator, value: string | undefined): string {
  const kept = splitQuery(text)
    .map(({ start, end }) => text.slice(start, end))
    .filter((part) => CONDITION.exec(part)?.[1] !== key);
  return [...kept, ...(value === undefined || value === '' ? [] : [`${key}${operator}${quoted(value)}`])].join(' ');
}

/** A value as it is written in a query. */
export const quoted = (value: string): string =>
  /[\s"]/.test(value) || value === '' ? `"${value.replace(/(["\\])/g, '\\$1')}"` : value;

const unquoted = (part: string): string =>
  part.replace(/"((?:[^"\\]|\\.)*)(?:"|$)/g, (_all, inner: string) => inner.replace(/\\(.)/g, '$1'));

const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/**
 * A number, or a duration in milliseconds.
 *
 * @throws QueryError if it is neither.
 */
export function quantityOf(key: string, value: string): number {
  const [, digits, unit] = /^(-?\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|min|h)?$/.exec(value) ?? [];
  if (digits === undefined)
    throw new QueryError(`${key}: expected a number or a duration such as 250ms or 1.5s, received "${value}"`);
  return Number(digits) * (unit === undefined ? 1 : UNITS[unit]!);
}
