// A reporter of `node --test`: the files that took longest, as a table at the end.
import { relative } from 'node:path';

const SHOWN = 15;

export default async function* slowest(events) {
  const files = [];
  for await (const { type, data } of events) {
    // Each file is a test of its own, named by its path, beside the tests in it.
    if (type !== 'test:complete' || data.name !== data.file) continue;
    files.push({ path: relative('', data.file), seconds: data.details.duration_ms / 1000 });
  }
  const longest = files.sort((one, other) => other.seconds - one.seconds).slice(0, SHOWN);
  const lines = longest.map(({ path, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${path}\n`);
  yield `\nslowest files\n${lines.join('')}`;
}
