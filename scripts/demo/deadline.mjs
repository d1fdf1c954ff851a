/** `promise`, or the error of `late()` when it takes longer than `milliseconds`. */
export function withDeadline(promise, milliseconds, late) {
  let timer;
  const expired = new Promise((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  return Promise.race([promise, expired]).finally(() => clearTimeout(timer));
}

/** Asks `probe` again until it gives something truthy; throws `late()` after `milliseconds`. */
export async function until(probe, milliseconds, late) {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (performance.now() > end) throw late();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
