// A B C D A B C D: a slow minute of the machine then falls on every case alike.

/**
 * Measures each of `cases` `runs` times, in turns.
 * @param {{group: string, subject: object}[]} cases
 * @param {(item: object, run: number) => Promise<object>} measure one run; its figures
 * @returns {Promise<{group: string, subject: string, runs: object[]}[]>}
 */
export async function interleave({ cases, runs, measure, report }) {
  const results = cases.map(({ group, subject }) => ({ group, subject: subject.name, runs: [] }));
  for (let run = 0; run < runs; run += 1) {
    for (const [index, item] of cases.entries()) {
      report(`run ${run + 1} of ${runs}: ${item.group} ${item.subject.name}`);
      results[index].runs.push(await measure(item, run));
    }
  }
  return results;
}

/** Every group with every subject. */
export const everyCase = (groups, subjects) =>
  groups.flatMap((group) => subjects.map((subject) => ({ group, subject })));
