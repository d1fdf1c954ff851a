// Taken at load, before a test framework of the app can put a fake clock in their place: a log has real time.
const RealDate = Date;
const realNow = Date.now;

const { timeOrigin } = performance;
const monotonic = performance.now.bind(performance);

let lastTime = NaN;
let lastText = '';

/** Milliseconds since the epoch. */
export function now(): number {
  return realNow();
}

let lastMs = NaN;
let firstAt = 0;
let lastNs = 0;

/**
 * A time in milliseconds as seconds and nanoseconds, with as much of the running millisecond as the clock shows. Times
 * of one millisecond come out in the order in which they are asked for: a backend can sort what came in several
 * requests.
 */
export function preciseTime(ms: number): [seconds: number, nanoseconds: number] {
  const at = monotonic();
  if (ms !== lastMs) {
    lastMs = ms;
    firstAt = at;
    lastNs = -1;
  }
  // The system's clock may have been set since the process began: then only the time since the first of this
  // millisecond is known.
  const sinceStart = timeOrigin + at - ms;
  const fraction = sinceStart >= 0 && sinceStart < 1 ? sinceStart : at - firstAt;
  lastNs = Math.min(Math.max(lastNs + 1, Math.floor(fraction * 1e6)), 999_999);
  return [Math.floor(ms / 1000), Math.floor(ms % 1000) * 1e6 + lastNs];
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
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}
