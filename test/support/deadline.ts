/** How long anything may take in a test before it counts as hung: generous, since a loaded machine is no defect. */
export const DEADLINE_MS = 30_000;

/**
 * Waits for a promise, but not for ever.
 * @param what what is waited for, for the message
 * @param details is asked for more to say when the time has passed, such as what a child printed
 */
export async function within<T>(
  promise: Promise<T>,
  what: string,
  details: () => string = () => '',
  ms = DEADLINE_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms\n${details()}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for a condition that something else brings about, looking again each time the event loop has turned for a
 * while.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  details: () => string = () => '',
): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${DEADLINE_MS} ms\n${details()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
