/** What texts of queries differ in: what a quotation mark begins, and whether a backslash escapes. */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'mssql' | 'clickhouse';

/** Longer texts are cut before they are looked at, in characters. */
const LONGEST = 8_000;
/** Apps have few texts, or texts with values in them, of which each comes once. */
const MOST_KEPT = 300;

const NUMBER = String.raw`0[xX][\da-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
const WORD = String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`;
/** `$1`, `?`, `?1`, `:name`, `@name`: what stands for a value says nothing of it. A cast is no such place. */
const PLACE = String.raw`\$\d+|\?\d*|::|:${WORD}|@@?${WORD}`;
const COMMENT = String.raw`--[^\n]*|\/\*[^]*?(?:\*\/|$)`;
/** A text in single quotes whose end is missing goes on to the end of all. */
const STRING = String.raw`'(?:[^']|'')*(?:'|$)`;
const ESCAPED = String.raw`'(?:[^'\\]|\\[^]|'')*(?:'|\\?$)`;
const DOUBLE = String.raw`"(?:[^"]|"")*(?:"|$)`;
const DOUBLE_ESCAPED = String.raw`"(?:[^"\\]|\\[^]|"")*(?:"|\\?$)`;
const BACKTICKS = '`[^`]*(?:`|$)';
const BRACKETS = String.raw`\[[A-Za-z_][^\]\[']*\]`;

/** What is kept as a name, in quotes, and what is a value. */
const SHAPES: Readonly<Record<Dialect, { names: string; values: string; comments: string }>> = {
  postgresql: {
    names: DOUBLE,
    // A text between two of the same tags.
    values: String.raw`[eE]${ESCAPED}|(?:[nNbBxX]|[uU]&)?${STRING}|\$(?<tag>(?:[A-Za-z_]\w*)?)\$[^]*?(?:\$\k<tag>\$|$)`,
    comments: COMMENT,
  },
  mysql: {
    names: BACKTICKS,
    values: String.raw`(?:[nNbBxX]|_[a-z]\w*\s*)?${ESCAPED}|${DOUBLE_ESCAPED}`,
    comments: String.raw`${COMMENT}|#[^\n]*`,
  },
  sqlite: { names: `${DOUBLE}|${BACKTICKS}|${BRACKETS}`, values: `[xX]?${STRING}`, comments: COMMENT },
  mssql: { names: `${DOUBLE}|${BRACKETS}`, values: `[nN]?${STRING}`, comments: COMMENT },
  clickhouse: { names: `${DOUBLE}|${BACKTICKS}`, values: ESCAPED, comments: COMMENT },
};

const tokens = new Map<Dialect, RegExp>();

function tokenOf(dialect: Dialect): RegExp {
  let token = tokens.get(dialect);
  if (token === undefined) {
    const { names, values, comments } = SHAPES[dialect];
    token = new RegExp(
      `(?<value>${values})|(?<comment>${comments})|${names}|${PLACE}|${WORD}|(?<number>${NUMBER})|(?<blank>\\s+)`,
      'g',
    );
    tokens.set(dialect, token);
  }
  return token;
}

interface Groups {
  value?: string;
  number?: string;
  comment?: string;
  blank?: string;
}

/** A query's text without what it says of the app's data. */
export function withoutLiterals(text: string, dialect: Dialect): string {
  return text
    .slice(0, LONGEST)
    .replace(tokenOf(dialect), (token: string, ...rest: unknown[]) => {
      const { value, number, comment, blank } = rest.at(-1) as Groups;
      if (value !== undefined || number !== undefined) return '?';
      return comment !== undefined || blank !== undefined ? ' ' : token;
    })
    .replace(/ {2,}/g, ' ')
    .replace(/\( ?\?(?: ?, ?\?)+ ?\)/g, '(?)')
    .replace(/\(\?\)(?: ?, ?\(\?\))+/g, '(?)')
    .trim();
}

/** What is known of a text of a query. */
export interface SqlText {
  readonly text: string;
  /** What it does with what, such as `SELECT orders`. */
  readonly summary: string;
  readonly operation: string;
}

/** Keeps what it has found out of the texts that come again. */
export function createSqlTexts(dialect: Dialect, summarize: (text: string) => string): (text: string) => SqlText {
  const kept = new Map<string, SqlText>();
  return (given) => {
    const known = kept.get(given);
    if (known !== undefined) return known;
    const text = withoutLiterals(given, dialect);
    const summary = summarize(text);
    const found = { text, summary, operation: summary.split(' ', 1)[0]! };
    if (given.length <= LONGEST) {
      if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
      kept.set(given, found);
    }
    return found;
  };
}
