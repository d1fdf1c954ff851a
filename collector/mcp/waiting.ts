// Waits for a trace that comes.
import type { Ask } from '../search/questions';
import type { WireDetail, WireList, WireTrace } from '../viewer/wire';

const LOOK_MS = 250;
/** A trace that did not grow for so long is returned. */
const QUIET_MS = 700;

/** The next trace from now on that satisfies a query; undefined if none comes in time. */
export async function waitForTrace(
  ask: Ask,
  text: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WireDetail | undefined> {
  const { trace: after } = (await ask('/api/next')) as { trace: number };
  const deadline = performance.now() + timeoutMs;
  let [spans, since, id]: [number, number, string | undefined] = [0, 0, undefined];
  while (!signal.aborted && performance.now() < deadline) {
    const { items } = (await ask('/api/traces', { q: text, after, limit: 100 })) as WireList<WireTrace>;
    const found = items.find((trace) => trace.id === id) ?? items.at(-1);
    if (found && found.id === id && found.spans === spans) {
      if (performance.now() - since >= QUIET_MS)
        return (await ask(`/api/traces/${found.id}`)) as WireDetail | undefined;
    } else if (found) [spans, since, id] = [found.spans, performance.now(), found.id];
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return id === undefined ? undefined : ((await ask(`/api/traces/${id}`)) as WireDetail | undefined);
}
