// What differs between a test file that runs bare and the same under the preload.

/** Runs of a file under the preload, and bare, before a difference counts: tests of others fail by chance, too. */
const TRIES = 3;

/**
 * Compares one file. `run(preloaded)` resolves with the outcome of each test. Resolves with `{ tests, failBare,
 * differences: [{ test, error }] }`; `tests` are those that pass bare.
 */
export async function compare(run) {
  const bare = [await run(false)];
  if (![...bare[0].values()].some(({ ok }) => ok)) return { tests: 0, failBare: bare[0].size, differences: [] };
  const loaded = [await run(true)];
  while (differing(bare, loaded).length > 0 && loaded.length < TRIES) {
    loaded.push(await run(true));
    if (differing(bare, loaded).length > 0) bare.push(await run(false));
  }
  const passing = [...bare[0]].filter(([, { ok }]) => ok).map(([name]) => name);
  return {
    tests: passing.length,
    failBare: bare[0].size - passing.length,
    differences: differing(bare, loaded).map((test) => ({
      test,
      error: loaded[0].get(test)?.error ?? 'the test did not run',
    })),
  };
}

/** Tests that passed in each bare run and in no run under the preload. */
function differing(bare, loaded) {
  const passed = (outcomes, test) => outcomes.get(test)?.ok === true;
  return [...bare[0].keys()].filter(
    (test) => bare.every((outcomes) => passed(outcomes, test)) && !loaded.some((outcomes) => passed(outcomes, test)),
  );
}
