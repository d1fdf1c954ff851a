import { parseObject } from '../line/written-info';

/**
 * Adds fields at the end of a JSON object's text, whose bytes stay as they are; those that it has already are left out.
 *
 * @param text An object that is known to be valid JSON, with any white space around it.
 * @param fields Pairs of a name and a value that is written as JSON already.
 */
export function addToText(
  text: string,
  fields: readonly (readonly [name: string, value: string])[],
  parsed?: object,
): string {
  const end = text.lastIndexOf('}');
  let known = parsed;
  let added = '';
  for (const [name, value] of fields) {
    const key = JSON.stringify(name);
    if (text.includes(key)) {
      // It may be a value, or a name further down.
      known ??= parseObject(text) ?? {};
      if (Object.hasOwn(known, name)) continue;
    }
    added += `,${key}:${value}`;
  }
  if (added === '') return text;
  const isEmpty =
    /\{\s*$/.test(text.slice(Math.max(0, end - 64), end)) && Object.keys(parseObject(text) ?? { none: 0 }).length === 0;
  return text.slice(0, end) + (isEmpty ? added.slice(1) : added) + text.slice(end);
}
