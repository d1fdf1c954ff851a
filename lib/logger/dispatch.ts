import type { Logger } from 'winston';
import type TransportStream = require('winston-transport');
import { accepts, sinkOf, type Sink } from './output/sink';

/** What happens to the lines of one level. */
export interface LevelDispatch {
  /** They are not written. */
  isGated: boolean;
  /** The sinks that take them; undefined if they have to go through winston's streams. */
  sinks: readonly Sink[] | undefined;
  needsRecord: boolean;
  /** The sinks that take lines whose level was checked elsewhere. */
  everyone: readonly Sink[] | undefined;
}

interface Seen {
  readonly transport: TransportStream;
  readonly level: string | undefined;
  readonly silent: boolean | undefined;
  readonly log: unknown;
}

/** What readable-stream 3, which winston's Logger extends, keeps about itself. With one pipe `pipes` is no array. */
type Streams = Logger & {
  readonly _readableState: {
    pipes: TransportStream | TransportStream[] | null;
    pipesCount: number;
    flowing: boolean | null;
    length: number;
  };
  readonly _writableState: { length: number; corked: number; ending: boolean; destroyed: boolean };
};

/**
 * Knows for each level whether a logger's lines are wanted, and whether they can go straight to their sinks: if its
 * format and all of its transports are firstlight's. All that the app changes (level, levels, silent, format,
 * transports and their levels) counts from the next line on: a few comparisons a call are cheaper and surer than a
 * notification.
 */
export class Dispatch {
  readonly #logger: Streams;
  readonly #write: unknown;
  readonly #byLevel = new Map<string, LevelDispatch>();
  #level: unknown;
  #silent: unknown;
  #levels: unknown;
  #format: unknown;
  #pipes: unknown;
  #seen: readonly Seen[] = [];

  /** @param format The format whose lines may go directly. */
  constructor(
    logger: Logger,
    private readonly format: object,
  ) {
    this.#logger = logger as Streams;
    this.#write = logger.write;
    for (const level of Object.keys(logger.levels))
      this.#byLevel.set(level, { isGated: false, sinks: undefined, needsRecord: false, everyone: undefined });
    this.#refresh();
  }

  /** The dispatch of a level's lines. The object stays the same and is kept up to date by `check`. */
  of(level: string): LevelDispatch | undefined {
    return this.#byLevel.get(level);
  }

  /** Brings all of it up to date. To be called before it is used. */
  check(): void {
    const logger = this.#logger;
    if (
      logger.level !== this.#level ||
      logger.silent !== this.#silent ||
      logger.levels !== this.#levels ||
      logger.format !== this.#format
    )
      return this.#refresh();
    const { pipes } = logger._readableState;
    const seen = this.#seen;
    if (pipes !== this.#pipes || (Array.isArray(pipes) && pipes.length !== seen.length)) return this.#refresh();
    for (let index = 0; index < seen.length; index += 1) {
      const { transport, level, silent, log } = seen[index]!;
      if (
        (Array.isArray(pipes) && pipes[index] !== transport) ||
        transport.level !== level ||
        transport.silent !== silent ||
        transport.log !== log
      )
        return this.#refresh();
    }
  }

  /** Whether nothing stands between the logger and its transports: no line that waits, no end, no listener. */
  isClear(): boolean {
    const { _readableState: out, _writableState: into } = this.#logger;
    return (
      into.length === 0 &&
      !into.ending &&
      !into.destroyed &&
      into.corked === 0 &&
      out.flowing === true &&
      out.length === 0 &&
      this.#logger.listenerCount('data') === this.#seen.length &&
      this.#logger.write === this.#write
    );
  }

  #refresh(): void {
    const logger = this.#logger;
    const { pipes } = logger._readableState;
    const transports = Array.isArray(pipes) ? pipes : pipes ? [pipes] : [];
    this.#level = logger.level;
    this.#silent = logger.silent;
    this.#levels = logger.levels;
    this.#format = logger.format;
    this.#pipes = pipes;
    this.#seen = transports.map((transport) => ({
      transport,
      level: transport.level,
      silent: transport.silent,
      log: transport.log,
    }));
    const isOurs = logger.format === this.format && transports.length > 0 && transports.every(sinkOf);
    for (const [level, way] of this.#byLevel) {
      const isKnown = level in logger.levels;
      way.isGated = isGated(logger, level);
      way.sinks =
        isOurs && isKnown
          ? transports.filter((transport) => accepts(transport, level)).map((transport) => sinkOf(transport)!)
          : undefined;
      way.everyone =
        isOurs && isKnown
          ? transports.filter(({ silent }) => !silent).map((transport) => sinkOf(transport)!)
          : undefined;
      way.needsRecord = way.sinks?.some((sink) => sink.needsRecord) ?? false;
    }
  }
}

/**
 * True when no transport would take a line of this level. If the logger's own level is none of its levels, winston's
 * `isLevelEnabled` is false for all, and yet its transports take what their own levels let through.
 */
export function isGated(logger: Logger, level: string): boolean {
  return logger.silent || (level in logger.levels && logger.level in logger.levels && !logger.isLevelEnabled(level));
}
