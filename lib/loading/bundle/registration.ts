/** Marks the process-wide (per thread) registration of firstlight; the version that registered is its value. */
const REGISTERED = Symbol.for('firstlight.registered');

/**
 * Claims this thread for the copy of firstlight that calls first. Returns undefined when the claim holds, or the
 * version that came first: the later copy must then leave everything alone.
 */
export function claimRegistration(version: string): string | undefined {
  const holder = globalThis as { [REGISTERED]?: string };
  if (holder[REGISTERED] !== undefined) return holder[REGISTERED];
  Object.defineProperty(holder, REGISTERED, { value: version, enumerable: false, configurable: true });
  return undefined;
}

/** Gives the thread back: another copy, or another start of this one, may claim it. */
export function releaseRegistration(): void {
  delete (globalThis as { [REGISTERED]?: string })[REGISTERED];
}
