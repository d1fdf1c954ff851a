import { redact } from '../redaction';
import { shownValue } from './shown-value';
import { rows, variableNames, type VariableName } from './table';
import type { Problem } from './types';

/** Shells take quotes off; env files of containers and of services do not. */
const QUOTED = /^(["'])((?:(?!\1).)*)\1$/s;

/** Takes off the quotes around values of ours, in place. Returns the values that had some, as they were written. */
export function takeQuotesOff(set: Record<string, string>): ReadonlyMap<VariableName, string> {
  const quoted = new Map<VariableName, string>();
  for (const name of variableNames) {
    const [whole, , value = ''] = QUOTED.exec(set[name] ?? '') ?? [];
    if (whole === undefined) continue;
    quoted.set(name, whole);
    if (value.trim()) set[name] = value.trim();
    else delete set[name];
  }
  return quoted;
}

/** Adds such values to the problems: one each, also if the value without its quotes is a bad one. */
export function reportQuotes(
  quoted: ReadonlyMap<VariableName, string>,
  values: Readonly<Record<string, unknown>>,
  problems: Problem[],
): void {
  for (const [variable, text] of quoted) {
    const found = problems.findIndex((problem) => problem.variable === variable);
    const row = rows[variable];
    const problem: Problem = {
      variable,
      expected: `${problems[found]?.expected ?? 'a value'}, without quotes`,
      received: redact(text, row.secret),
      used: problems[found]?.used ?? shownValue(row, values[variable]),
    };
    problems.splice(found < 0 ? problems.length : found, 1, problem);
  }
}
