// benchmarks/results.json: the last full result of each part and Node line; docs/benchmarks.md is made from it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = new URL('./results.json', import.meta.url);

/** `{[part]: {[node line, as "v20"]: result}}`; empty where nothing was measured yet. */
export function readResults() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Puts `result` in the place of the last one of the same part and Node line. */
export function keepResult(result) {
  const results = readResults();
  const line = result.machine.node.split('.')[0];
  results[result.part] = { ...results[result.part], [line]: result };
  writeFileSync(file, `${JSON.stringify(results, undefined, 1)}\n`);
  return results;
}
