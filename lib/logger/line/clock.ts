// Taken at load, before a test framework of the app can put a fake clock in their place: a log has real time.
const RealDate = Date;
const realNow = Date.now;

const monotonic = performance.now.bind(performance);

let lastTime = NaN;
let lastText = '';

/** The difference between the system's clock and the monotonic one, as far as their milliseconds show it. */
let offset = performance.timeOrigin;

/**
 * Milliseconds since the epoch, by the system's clock, with as much of the running one as the monotonic clock shows.
 * The system's may be set, and runs a little faster or slower.
 */
export function now(): number {
  const ms = realNow();
  const at = monotonic();
  if (at + offset < ms) offset = ms - at;
  else if (at + offset >= ms + 1) offset = ms + LAST - at;
  return Math.min(Math.max(at + offset, ms), ms + LAST);
}

/** The same in whole milliseconds, for lines whose text is all there is: it costs a fraction. */
export const nowInMs = (): number => realNow();

/** The last part of a millisecond that is distinguished: numbers of this size have steps of 0.25 microseconds. */
const LAST = 0.999;

let lastPrecise = NaN;
let lastNs = 0;

/**
 * A time of {@link now} as seconds and nanoseconds. Times that are the same come out in the order in which they are
 * asked for: a backend can sort what came in several requests.
 */
export function preciseTime(time: number): [seconds: number, nanoseconds: number] {
  const seconds = Math.floor(time / 1000);
  if (time !== lastPrecise) lastNs = Math.floor((time - seconds * 1000) * 1e6) - 1;
  lastPrecise = time;
  lastNs = Math.min(lastNs + 1, 999_999_999);
  return [seconds, lastNs];
}

/** ISO 8601 in UTC with milliseconds, remembered for the lines of the same millisecond. */
export function isoTime(time: number): string {
  const ms = Math.floor(time);
  if (ms !== lastTime) {
    lastText = new RealDate(ms).toISOString();
    lastTime = ms;
  }
  return lastText;
}

/** `HH:MM:SS.mmm` in local time, for people. */
export function wallTime(time: number): string {
  const date = new RealDate(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}
