/** At most this long, in characters: https://opentelemetry.io/docs/specs/semconv/database/database-spans/ */
const LONGEST = 255;
const TOKEN = /"(?:[^"]|"")*"|`[^`]*`|\[[A-Za-z_][^\]]*\]|[@A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[(),.;]/g;
const NAME = /^["`[A-Za-z_\u0080-\uffff]/;

/** What they do is done with what follows them. */
const WITH_TARGET = new Set(['CALL', 'EXEC', 'EXECUTE', 'COPY', 'LISTEN', 'UNLISTEN', 'NOTIFY', 'LOCK']);
/** What they do is done with a thing of a kind. */
const OF_A_KIND = new Set(['CREATE', 'ALTER', 'DROP', 'TRUNCATE']);
const KINDS = new Set(['TABLE', 'VIEW', 'INDEX', 'DATABASE', 'SCHEMA', 'SEQUENCE', 'FUNCTION', 'PROCEDURE', 'TRIGGER']);
/** What may stand between a kind, or a verb, and a name. */
const BETWEEN = new Set([
  'IF',
  'NOT',
  'EXISTS',
  'ONLY',
  'TABLE',
  'CONCURRENTLY',
  'IGNORE',
  'LOW_PRIORITY',
  'OVERWRITE',
]);
/** Behind these it is no verb: `FOR UPDATE`, `ON DELETE`, `ON DUPLICATE KEY UPDATE`, `DO UPDATE`, `OR REPLACE`. */
const NO_VERB_AFTER = new Set(['FOR', 'ON', 'KEY', 'DO', 'OR', 'THEN', '.']);
const VERBS = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE', ...WITH_TARGET, ...OF_A_KIND]);

/** What the query does with what, in the order of its text: `INSERT orders SELECT carts`. */
export function summarize(text: string): string {
  const parts: string[] = [];
  /** Whether each of the open parentheses is a statement of its own: `extract(year from x)` reads no table. */
  const statements = [false];
  let awaitsName = false;
  let awaitsKind = false;
  let inList = false;
  let isCommonTable = false;
  const words = text.match(TOKEN) ?? [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    const upper = word.toUpperCase();
    const before = words[index - 1]?.toUpperCase() ?? '';
    if (word === '(') {
      statements.push(false);
      awaitsName = inList = false;
    } else if (word === ')') {
      if (statements.length > 1) statements.pop();
    } else if (word === ',') awaitsName = inList;
    else if (word === ';' || word === '.') awaitsName = inList = false;
    else if (parts.length === 0 && !isCommonTable && !VERBS.has(upper)) {
      isCommonTable = upper === 'WITH';
      if (!isCommonTable && !/^[A-Z]{2,20}$/.test(upper)) return '';
      if (!isCommonTable) parts.push(upper);
    } else if (isVerb(words, index, statements.length)) {
      parts.push(upper);
      statements[statements.length - 1] = upper !== 'COPY';
      awaitsName = upper === 'UPDATE' || upper === 'TRUNCATE' || WITH_TARGET.has(upper);
      awaitsKind = OF_A_KIND.has(upper);
      inList = false;
    } else if (awaitsKind && KINDS.has(upper)) {
      if (upper !== before) parts.push(upper);
      awaitsKind = false;
      awaitsName = true;
    } else if (['FROM', 'JOIN', 'INTO'].includes(upper) && statements.at(-1) && before !== 'DISTINCT') {
      awaitsName = true;
      inList = upper === 'FROM';
    } else if (awaitsName && NAME.test(word) && !BETWEEN.has(upper)) {
      let name = word;
      while (words[index + 1] === '.' && words[index + 2] !== undefined) name += `.${words[(index += 2)]!}`;
      parts.push(name);
      awaitsName = false;
    } else if (/^(?:WHERE|SET|VALUES|GROUP|ORDER|LIMIT|ON|UNION|HAVING|RETURNING)$/.test(upper)) inList = false;
  }
  return joined(parts);
}

/** Whether a statement begins here: `REPLACE` is a function as well, and below it, only a query is another one. */
function isVerb(words: readonly string[], index: number, depth: number): boolean {
  const upper = words[index]!.toUpperCase();
  if (!VERBS.has(upper) || NO_VERB_AFTER.has(words[index - 1]?.toUpperCase() ?? '')) return false;
  return upper === 'SELECT' || (depth === 1 && words[index + 1] !== '(');
}

/** Cut between two words. */
function joined(parts: readonly string[]): string {
  let result = '';
  for (const part of parts) {
    if (result.length + part.length + 1 > LONGEST) break;
    result += result === '' ? part : ` ${part}`;
  }
  return result;
}
