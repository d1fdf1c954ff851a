// Numbers, times and values for people.

/** 12.3 µs, 4.56 ms, 1.23 s, 2 min 5 s. */
export function duration(ms: number): string {
  const size = Math.abs(ms);
  if (size === 0) return '0 ms';
  if (size < 1) return `${(ms * 1000).toFixed(size < 0.01 ? 1 : 0)} µs`;
  if (size < 1000) return `${ms.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)} ms`;
  if (size < 60_000) return `${(ms / 1000).toFixed(2)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)));
  return `${(value / 1024 ** power).toFixed(power === 0 || value / 1024 ** power >= 100 ? 0 : 1)} ${units[power]}`;
}

/** At most three digits that count. */
export function number(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** The local time of day, to the millisecond. */
export function clock(ms: number): string {
  const date = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

/** The local time of day to the second, with its date if that is not today. */
export function moment(ms: number, nowMs = Date.now()): string {
  const date = new Date(ms);
  const time = clock(ms).slice(0, 8);
  return date.toDateString() === new Date(nowMs).toDateString() ? time : `${dateOf(ms)} ${time}`;
}

/** The local date, as ISO 8601 has it. */
export function dateOf(ms: number): string {
  const date = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** An attribute's value as text. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

/** Fields that distinguish one request line from the next. */
const GIST = [
  'method',
  'http.request.method',
  'path',
  'url.path',
  'status_code',
  'http.response.status_code',
  'duration_ms',
];

/** The gist of a log line's fields, on one line. */
export function gistOf(attributes: Record<string, unknown>): string {
  return GIST.filter((name) => attributes[name] !== undefined)
    .map((name) => (name === 'duration_ms' ? duration(Number(attributes[name])) : shown(attributes[name])))
    .join(' ')
    .slice(0, 200);
}

export const count = (amount: number, thing: string): string =>
  `${amount.toLocaleString('en')} ${thing}${amount === 1 ? '' : 's'}`;
