import * as timers from 'node:timers';
import { elapsed } from '../../clock';

// Taken at load: the app's tests may put fakes in their place.
const { setTimeout, clearTimeout } = timers;
/** How long lines are counted together, in milliseconds. */
const PERIOD_MS = 1_000;
/** Messages that are made up at run time must not fill the memory: those beyond are counted as one. */
const MAX_MESSAGES = 1_000;
/** What makes texts of one kind differ: numbers, UUIDs and other hexadecimal IDs. */
export const VARYING = /[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{12,}\b|\d+/gi;
const KEY_LENGTH = 200;
const NEVER = new Set(['error', 'warn']);

interface Count {
  readonly level: string;
  readonly message: string;
  kept: number;
  omitted: number;
}

/**
 * Leaves lines out of a flood: of each level and message (numbers and IDs in it apart) the first few of a second are
 * kept. Every line that is left out is counted, and the counts are reported. Errors and warnings are never left out.
 */
export class Sampling {
  readonly #counts = new Map<string, Count>();
  #periodEnd = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param most How many lines of one message are kept in a second.
   * @param report Called with how many lines were left out since the last time, at the end of the second.
   */
  constructor(
    private readonly most: number,
    private readonly report: (level: string, message: string, omitted: number) => void,
  ) {}

  /** Whether a line is to be written. */
  admits(level: string, message: unknown): boolean {
    if (NEVER.has(level)) return true;
    if (elapsed() >= this.#periodEnd) this.flush();
    const count = this.#countOf(level, typeof message === 'string' ? message : '');
    if (count.kept < this.most) {
      count.kept += 1;
      return true;
    }
    count.omitted += 1;
    // The timer keeps no process alive: at its end the counts are flushed.
    this.#timer ??= setTimeout(() => this.flush(), Math.max(1, this.#periodEnd - elapsed())).unref();
    return false;
  }

  /** Ends the second: says what was left out, and counts anew. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = [...this.#counts.values()].filter(({ omitted }) => omitted > 0);
    this.#counts.clear();
    this.#periodEnd = elapsed() + PERIOD_MS;
    for (const { level, message, omitted } of counts) this.report(level, message, omitted);
  }

  #countOf(level: string, message: string): Count {
    const text = message.slice(0, KEY_LENGTH);
    const key = `${level} ${text.replace(VARYING, '#')}`;
    let count = this.#counts.get(key);
    if (count !== undefined) return count;
    const isFull = this.#counts.size >= MAX_MESSAGES;
    count = (isFull ? this.#counts.get('') : undefined) ?? { level, message: isFull ? '' : text, kept: 0, omitted: 0 };
    this.#counts.set(isFull ? '' : key, count);
    return count;
  }
}
