const CALL = /\bimport\s*\(/g;
/**
 * What opens or closes text in which two slashes or a slash and a star need not be a comment: strings, regular
 * expressions, templates.
 */
const STRING_OR_REGEXP = /['"/]/;
const TEMPLATE = /`|\$\{/;

/**
 * Whether a module's source can call `import()`. False only if every place that looks like it is surely in a comment:
 * types in JSDoc (`@type {import('./type')}`) are in many packages whose code imports nothing. If reading on without a
 * parser is not safe, the answer is true.
 */
export function mayImport(source: string): boolean {
  for (const { index } of source.matchAll(CALL))
    if (!isInBlockComment(source, index) && !isInLineComment(source, index)) return true;
  return false;
}

function isInBlockComment(source: string, at: number): boolean {
  const start = source.lastIndexOf('/*', at);
  if (start < 0 || source.lastIndexOf('*/', at) > start) return false;
  const between = source.slice(start + 2, at);
  // Nothing ends what these two are part of before the place: code can't begin there.
  if (!between.includes('\n') && !STRING_OR_REGEXP.test(between) && !TEMPLATE.test(between)) return true;
  return (
    opensComment(source, start) &&
    (!TEMPLATE.test(between) ||
      (!between.includes('${') &&
        between
          .split('\n')
          .slice(1)
          .every((line) => /^\s*\*/.test(line))))
  );
}

function isInLineComment(source: string, at: number): boolean {
  const start = source.lastIndexOf('//', at);
  return start > source.lastIndexOf('\n', at) && opensComment(source, start) && !TEMPLATE.test(source.slice(start, at));
}

/** Whether nothing on its line makes what is at `start` part of a text. */
function opensComment(source: string, start: number): boolean {
  const line = source.lastIndexOf('\n', start) + 1;
  const before = source.slice(line, start);
  return !STRING_OR_REGEXP.test(before) && !TEMPLATE.test(before) && source.charAt(line - 2) !== '\\';
}
