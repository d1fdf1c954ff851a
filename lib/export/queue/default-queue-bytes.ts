import { readEnvironment } from '../../config';

const MB = 1024 * 1024;
/** What waits for the endpoint by default, in bytes, if there is memory for it. */
const MOST_BYTES = 64 * MB;
/** The part of the memory of a container, or of a heap, that it may take. */
const SHARE = 0.1;
const LEAST_BYTES = MB;
const HEAP_FLAG = /--max[-_]old[-_]space[-_]size[= ](\d+)/g;

/** What is known of the memory that this process may use. */
export interface MemoryFacts {
  /** The limit of its control group, in bytes; 0, undefined or more than there is if it has none. */
  readonly constrained: number | undefined;
  /** The flags of Node.js, those of NODE_OPTIONS first. */
  readonly flags: string;
}

const memoryFacts = (): MemoryFacts => ({
  constrained: process.constrainedMemory?.(),
  flags: [readEnvironment().NODE_OPTIONS, ...process.execArgv].join(' '),
});

/**
 * How many bytes wait for the endpoint if nothing is configured: a tenth of what the container, or
 * `--max-old-space-size`, allows. The bytes lie outside of the heap, but an app that has little of that has a small
 * container, too.
 */
export function defaultQueueBytes({ constrained, flags }: MemoryFacts = memoryFacts()): number {
  const heap = Number([...flags.matchAll(HEAP_FLAG)].at(-1)?.[1] ?? 0) * MB;
  const limits = [constrained, heap].filter((limit): limit is number => Boolean(limit && limit > 0));
  return Math.max(LEAST_BYTES, Math.floor(Math.min(MOST_BYTES, ...limits.map((limit) => limit * SHARE))));
}
