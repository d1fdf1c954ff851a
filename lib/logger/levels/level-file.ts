import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import * as timers from 'node:timers';
import type { RaisedLevel } from './logger-levels';

// Taken at load: the app's tests may put fakes in their place.
const { setTimeout, clearTimeout } = timers;

/** How often the file is looked at, in milliseconds. */
const INTERVAL_MS = 1_000;
/** How long a level holds by default: a file that is forgotten must not fill a disk. */
const DEFAULT_MS = 10 * 60_000;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const LINE = /^(?:(?<name>[^\s=]+)=)?(?<level>[a-z]+)(?:\s+for\s+(?<count>\d+)\s*(?<unit>ms|s|m|h))?$/i;

/** What stands in the file, and until when it holds (milliseconds since the epoch). */
export interface FileLevel extends RaisedLevel {
  readonly until: number;
}

export interface LevelFileOptions {
  readonly path: string;
  /** A level by any name that people give it; undefined if it is none. */
  readonly levelOf: (word: string) => string | undefined;
  /** Called with the levels that hold from now on. */
  readonly onChange: (levels: readonly FileLevel[]) => void;
  /** Called with lines that can't be read. */
  readonly onBadLine: (line: string) => void;
}

/**
 * The levels that a file asks for: `debug for 60s`, `db=debug for 10m`, one a line. @param from When the file was
 * written.
 */
export function parseLevels(
  text: string,
  from: number,
  { levelOf, onBadLine }: Pick<LevelFileOptions, 'levelOf' | 'onBadLine'>,
): FileLevel[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const { name, level: word = '', count, unit = 's' } = LINE.exec(line)?.groups ?? {};
      const level = levelOf(word);
      if (level === undefined) {
        onBadLine(line);
        return [];
      }
      return [
        { name, level, until: from + (count === undefined ? DEFAULT_MS : Number(count) * UNITS[unit.toLowerCase()]!) },
      ];
    });
}

/**
 * Watches a file that says which levels hold for a while. It need not exist; if it is removed, all is as configured.
 * Opens no socket, and keeps no process alive.
 * @returns Stops watching.
 */
export function watchLevelFile(options: LevelFileOptions): () => void {
  const { path, onChange } = options;
  let found: readonly FileLevel[] = [];
  let held: readonly FileLevel[] = [];
  let timer: NodeJS.Timeout | undefined;
  const hold = (): void => {
    clearTimeout(timer);
    const now = Date.now();
    const left = found.filter(({ until }) => until > now);
    if (left.length > 0) timer = setTimeout(hold, Math.min(...left.map(({ until }) => until)) - now).unref();
    if (left.length === 0 && held.length === 0) return;
    const isSame = left.length === held.length && left.every((level, index) => level === held[index]);
    held = left;
    if (!isSame) onChange(left);
  };
  const read = (): void => {
    try {
      found = parseLevels(readFileSync(path, 'utf8'), statSync(path).mtimeMs, options);
    } catch {
      found = [];
    }
    hold();
  };
  watchFile(path, { persistent: false, interval: INTERVAL_MS }, read);
  read();
  return () => {
    unwatchFile(path, read);
    clearTimeout(timer);
  };
}
