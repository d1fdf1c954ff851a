// Taken at load, before a test framework of the app can put a fake clock in their place: a log tells real time.
const RealDate = Date;
const realNow = Date.now;

let lastTime = NaN;
let lastText = '';

/** Milliseconds since the epoch. */
export function now(): number {
  return realNow();
}

/** ISO 8601 in UTC with milliseconds, remembered for the lines of the same millisecond. */
export function isoTime(time: number): string {
  if (time !== lastTime) {
    lastText = new RealDate(time).toISOString();
    lastTime = time;
  }
  return lastText;
}

/** `HH:MM:SS.mmm` in local time, for people. */
export function wallTime(time: number): string {
  const date = new RealDate(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
