import { SHORTEST_NAME, type CutLimits } from './cut-limits';

/** Keys of OTLP in JSON whose texts are values; all other texts are names, or are never long. */
const TEXTS = ['stringValue', 'message'];
/** Lists of things that OTLP can say of how many were dropped, by the key that says so. */
const MEMBERS: Readonly<Record<string, string>> = {
  attributes: 'droppedAttributesCount',
  events: 'droppedEventsCount',
  links: 'droppedLinksCount',
  exemplars: '',
  filteredAttributes: '',
};
const HIGH_SURROGATE = /[\uD800-\uDBFF]/;

/** A request in JSON with all of its parts cut to the limits. Throws if it cannot be read. */
export function cutJson(request: Uint8Array, limits: CutLimits): Uint8Array {
  return Buffer.from(JSON.stringify(cut(JSON.parse(Buffer.from(request).toString()), '', limits)));
}

function cut(value: unknown, key: string, limits: CutLimits): unknown {
  if (typeof value === 'string') return cutText(value, key, limits);
  if (Array.isArray(value)) return cutList(value, key, limits);
  if (typeof value !== 'object' || value === null) return value;
  const whole = value as Readonly<Record<string, unknown>>;
  const kept = Object.fromEntries(Object.entries(whole).map(([name, each]) => [name, cut(each, name, limits)]));
  for (const [list, count] of Object.entries(MEMBERS)) {
    const members = whole[list];
    if (!Array.isArray(members) || members.length <= (limits.members ?? Infinity)) continue;
    kept[list] = (kept[list] as unknown[]).slice(0, limits.members);
    // Those of data points are not counted.
    if (count in whole) kept[count] = Number(whole[count]) + members.length - limits.members!;
  }
  return kept;
}

function cutText(text: string, key: string, limits: CutLimits): string {
  // Base64: whole groups, so that it stays valid.
  if (key === 'bytesValue') return text.slice(0, Math.floor(limits.text / 4) * 4);
  const limit = TEXTS.includes(key) ? limits.text : Math.max(limits.text, SHORTEST_NAME);
  if (text.length <= limit) return text;
  // Not within a pair of surrogates.
  const end = HIGH_SURROGATE.test(text[limit - 1]!) ? limit - 1 : limit;
  return `${text.slice(0, end)}… [${text.length - end} characters cut]`;
}

function cutList(list: readonly unknown[], key: string, limits: CutLimits): unknown[] {
  const kept = (key === 'values' ? list.slice(0, limits.values) : list).map((each) => cut(each, key, limits));
  if (kept.length === list.length) return kept;
  const mark = { stringValue: `… [${list.length - kept.length} values cut]` };
  // What has keys is a map.
  const isMap = typeof list[0] === 'object' && list[0] !== null && 'key' in list[0];
  return [...kept, isMap ? { key: '…', value: mark } : mark];
}
