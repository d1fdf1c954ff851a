/** The oldest Node.js whose `--import` and module hooks firstlight relies on. */
const OLDEST: readonly [number, number] = [20, 6];

/**
 * Why firstlight cannot run here, as one sentence, or undefined if it can. Node-compatible runtimes are named: they
 * report a Node version but implement neither its module hooks nor its async context in full.
 */
export function unsupportedRuntime(
  versions: Record<string, string | undefined> = process.versions,
  globals: object = globalThis,
): string | undefined {
  if (versions.bun)
    return (
      `firstlight needs Node.js ${OLDEST.join('.')} or newer and found Bun ${versions.bun}: the app runs ` +
      `without it.`
    );
  if ('Deno' in globals || versions.deno)
    return (
      `firstlight needs Node.js ${OLDEST.join('.')} or newer and found Deno ${versions.deno || ''}: the ` +
      `app runs without it.`
    );
  for (const name of ['SharedArrayBuffer', 'Atomics'])
    if (!(name in globals))
      return `firstlight needs ${name}, which Node.js was started without: the app runs without firstlight.`;
  const [major = 0, minor = 0] = String(versions.node).split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `firstlight needs Node.js ${OLDEST.join('.')} or newer and found ${versions.node}: the app runs without it.`;
}
