import type { Carrier } from '../context';
import { runAsConsumer } from './run-as-consumer';

/** Files of the package that are loaded by themselves find the running instance under this key. */
const RUNNER = Symbol.for('firstlight.deliver.1');

type Runner = <T>(carrier: Carrier, fn: () => T) => T;

/** Offers this instance's {@link runAsConsumer}. Returns its undo. */
export function publishRunner(): () => void {
  Object.defineProperty(globalThis, RUNNER, { value: runAsConsumer, configurable: true, enumerable: false });
  return () => void delete (globalThis as Record<symbol, unknown>)[RUNNER];
}

/** What was published in this thread; without it, `fn` is just called. */
export const publishedRunner = (): Runner =>
  (globalThis as unknown as Record<symbol, Runner | undefined>)[RUNNER] ?? ((_carrier, fn) => fn());
