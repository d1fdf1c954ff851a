// How the results of one test file are read: each reader returns the outcome of each test, `Map<name, { ok, error }>`.
import { existsSync, readFileSync } from 'node:fs';

const whole = ({ code, signal, timedOut, output }) => ({
  ok: code === 0 && !signal && !timedOut,
  error: `${timedOut ? 'time limit' : (signal ?? `exit code ${code}`)}\n${output.slice(-3000)}`,
});

/** Each kind of suite by name: `args` come before the file, `read` gets what the process left. */
export const kinds = {
  /** A file is a test; its exit code is the outcome. */
  file: {
    args: () => [],
    read: (result) => new Map([['', whole(result)]]),
  },
  /** node:test, read from our own reporter: what the app prints does not get in the way. */
  'node:test': {
    args: (report) => [
      `--test-reporter=${new URL('reporter.mjs', import.meta.url)}`,
      `--test-reporter-destination=${report}`,
    ],
    read: (result, report) => withExit(existsSync(report) ? jsonLines(readFileSync(report, 'utf8')) : [], result),
  },
  /** TAP on stdout, by the packages tap and tape. */
  tap: {
    args: () => [],
    read: (result) => withExit(tapPoints(result.output), result),
  },
};

/** How the process ends is one more test, unless its exit code only repeats that one of the others failed. */
function withExit(points, result) {
  const failed = points.some(({ ok }) => !ok);
  const exit = whole(result);
  return numbered([...points, { name: '(exit)', ...exit, ok: exit.ok || (failed && result.code === 1) }]);
}

function jsonLines(text) {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Top-level points only: what they are about has a name, and is the sum of what is below. */
export function tapPoints(output) {
  // tape writes by console.log, which the preload turns into a JSON line with the same text.
  const lines = output.split('\n').flatMap((line) => (line.startsWith('{"') ? messageOf(line).split('\n') : line));
  let about = '';
  const points = [];
  for (const line of lines) {
    const heading = /^# (?!tests|pass|fail|ok|time|skip|todo|Subtest)(.*)/.exec(line);
    if (heading) about = heading[1];
    const point = /^(not )?ok \d+ ?(?:- )?(.*)/.exec(line);
    if (!point) continue;
    const name = point[2].replace(/\s*# (time|TODO|SKIP).*$/i, '').replace(/\s*\{$/, '');
    const ok = !point[1] || /# TODO/i.test(point[2]);
    points.push({ name: [about, name].filter(Boolean).join(' > '), ok, error: line });
  }
  return points;
}

function messageOf(line) {
  try {
    return String(JSON.parse(line).message ?? line);
  } catch {
    return line;
  }
}

function numbered(points) {
  const seen = new Map();
  return new Map(
    points.map(({ name, ok, error }) => {
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return [times === 1 ? name : `${name} (${times})`, { ok, error }];
    }),
  );
}
