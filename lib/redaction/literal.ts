import { backslashesBefore, endsLiteral } from './url';

const OPENING = /\\*["'`]/y;
/** A text of several lines, as Node prints it: `'one\n' +⏎ 'two'`. */
const CONTINUED = /\s\+\n\s*(?=["'`])/y;
const CUT = /\.\.\. \d+ more characters?/y;
/** What Node prints in place of what it does not show, and values that say nothing. */
const UNTOLD = new RegExp(
  `(?:${[
    'true',
    'false',
    'null',
    'undefined',
    '\\[(?:[A-Z][\\w$]*|Getter/Setter)\\](?! *[{[])',
    '\\[(?:Async)?(?:Generator)?Function[^\\]\\n]*\\]',
    '\\[class [^\\]\\n]*\\]',
    '\\[Circular \\*\\d+\\]',
    '<(?:pending|items unknown|uninitialized)>',
    '\\{\\}',
    '\\[\\]',
  ].join('|')})(?![\\w$])`,
  'y',
);
/** How the values begin that are no text: numbers, lists, objects with the names of their classes. */
const VALUE = /-?\d|[{[<]|(?:[A-Z][\w$]*(?:\(\d+\))?|<ref \*\d+>)(?: \[[^\]\n]*\])? ?[{[(<]|Symbol\(|Promise \{/y;
const MAX_LENGTH = 1_000_000;

const at = (pattern: RegExp, text: string, from: number): string | undefined => {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0];
};

/** A text in quotes: where it ends, what quotes it has. */
export interface Literal {
  readonly quote: string;
  readonly end: number;
  readonly text: string;
}

/** The text in quotes that begins here, in any quotes, and however often it was quoted itself; on one line, or cut. */
export function literalAt(text: string, from: number): Literal | undefined {
  const first = pieceAt(text, from);
  if (first === undefined) return undefined;
  let { end } = first;
  for (let more = at(CONTINUED, text, end); more !== undefined; more = at(CONTINUED, text, end)) {
    const next = pieceAt(text, end + more.length);
    if (next === undefined) break;
    end = next.end;
  }
  return { ...first, end: end + (at(CUT, text, end)?.length ?? 0) };
}

function pieceAt(text: string, from: number): Literal | undefined {
  const quote = at(OPENING, text, from);
  if (quote === undefined) return undefined;
  const begin = from + quote.length;
  const depth = quote.length - 1;
  for (let end = text.indexOf(quote.at(-1)!, begin); end >= 0; end = text.indexOf(quote.at(-1)!, end + 1)) {
    if (!endsLiteral(backslashesBefore(text, end), depth)) continue;
    const inner = text.slice(begin, end - depth);
    return inner.includes('\n') ? undefined : { quote, end: end + 1, text: inner };
  }
  return undefined;
}

/** What stands here says nothing of what it is. */
export function isUntold(text: string, from: number): boolean {
  return at(UNTOLD, text, from) !== undefined;
}

/** The end of a value that is no text in quotes, as Node or JSON writes it; undefined for words. */
export function valueEnd(text: string, from: number): number | undefined {
  if (at(VALUE, text, from) === undefined) return undefined;
  let depth = 0;
  const last = Math.min(text.length, from + MAX_LENGTH);
  for (let index = from; index < last; index += 1) {
    const char = text[index]!;
    if (char === '"' || char === "'" || char === '`') {
      const literal = literalAt(text, index);
      if (literal) index = literal.end - 1;
    } else if (char === '<' && depth === 0) {
      index = text.indexOf('>', index);
      if (index < 0) return last;
      if (!/^ [A-Z[{]/.test(text.slice(index + 1, index + 3))) return index + 1;
    } else if (char === '{' || char === '[' || char === '(') depth += 1;
    else if (char === '}' || char === ']' || char === ')') {
      if (depth === 0) return index;
      depth -= 1;
      if (depth === 0 && !/^ [{[]/.test(text.slice(index + 1, index + 3))) return index + 1;
    } else if (
      depth === 0 &&
      (char === ',' || char === '\n' || (char === ' ' && !/[{[(<]/.test(text[index + 1] ?? '')))
    )
      return index;
  }
  return last;
}
