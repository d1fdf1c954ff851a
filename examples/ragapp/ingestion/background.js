/**
 * Work that outlives its request, one task after another, so that a large upload does not starve the questions.
 * A task that fails is reported and does not stop the next one.
 */
export function createBackground() {
  let tail = Promise.resolve();
  let waiting = 0;

  function add(name, task) {
    waiting += 1;
    tail = tail
      .then(task)
      .catch((error) => console.error(`background task "${name}" failed:`, error))
      .finally(() => {
        waiting -= 1;
      });
  }

  return {
    add,
    /** Resolves when everything added so far is done. */
    finished: () => tail,
    get waiting() {
      return waiting;
    },
  };
}
