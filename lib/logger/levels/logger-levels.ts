import type Picomatch from 'picomatch';
import type { Logger } from 'winston';
import { ADMITTED } from '../line/symbols';

/** Names of loggers, or globs of them, each with a level; the first that fits a name counts. */
export type LevelRules = readonly (readonly [name: string, level: string])[];

/** A level that holds for a while. */
export interface RaisedLevel {
  /** For all loggers, or with a name or glob for those. */
  readonly name?: string;
  readonly level: string;
}

/** The levels of a logger and of its named children, while the process runs. */
export interface LoggerLevels {
  /** The logger of a name: the same one each time. */
  named(name: string): Logger;
  /**
   * Sets levels over those that are configured, instead of the ones that were set so before; none: all are as
   * configured.
   */
  override(levels: readonly RaisedLevel[]): void;
  /** Sets what is configured anew; what was set over it stays. */
  configure(level: string, rules: LevelRules): void;
}

/**
 * Gives each named child of `root` the level that a rule has for its name, else the root's. A child of a more verbose
 * level writes past the root's level, to all transports of firstlight's; those that the app has added have their own
 * levels.
 */
export function createLoggerLevels(root: Logger, configured: LevelRules): LoggerLevels {
  let rules = configured;
  const children = new Map<string, Logger>();
  const matchers = new Map<string, (name: string) => boolean>();
  const fits = (pattern: string, name: string): boolean => {
    let matcher = matchers.get(pattern);
    if (matcher === undefined)
      matchers.set(
        pattern,
        (matcher = /[*?[\]{}!()]/.test(pattern)
          ? compile(pattern)
          : (text) => text.toLowerCase() === pattern.toLowerCase()),
      );
    return matcher(name);
  };
  let raised: readonly RaisedLevel[] = [];
  /** What the root had before it was overridden, and what it was overridden with. */
  let before: { level: string; silent: boolean; now: string } | undefined;

  const levelOf = (name: string): string | undefined =>
    (
      raised.find((each) => each.name !== undefined && fits(each.name, name)) ??
      raised.find((each) => each.name === undefined)
    )?.level ?? rules.find(([pattern]) => fits(pattern, name))?.[1];
  const apply = (child: Logger, name: string): void => {
    const level = levelOf(name);
    const own = child as Partial<Logger> & { [ADMITTED]?: boolean };
    if (level === undefined) {
      delete own.level;
      delete own.silent;
    } else setLevel(child, level);
    own[ADMITTED] = level !== undefined;
  };
  return {
    named(name) {
      let child = children.get(name);
      if (child === undefined) {
        child = root.child({ logger: name });
        children.set(name, child);
        apply(child, name);
      }
      return child;
    },
    override(levels) {
      raised = levels;
      const all = levels.find(({ name }) => name === undefined);
      if (before !== undefined && root.level === before.now)
        Object.assign(root, { level: before.level, silent: before.silent });
      before = undefined;
      if (all) {
        before = { level: root.level, silent: root.silent, now: all.level === 'silent' ? root.level : all.level };
        setLevel(root, all.level);
      }
      for (const [name, child] of children) apply(child, name);
    },
    configure(level, newRules) {
      rules = newRules;
      if (before === undefined) setLevel(root, level);
      else {
        const silent = level === 'silent';
        before = { ...before, level: silent ? before.level : level, silent };
      }
      for (const [name, child] of children) apply(child, name);
    },
  };
}

function setLevel(logger: Logger, level: string): void {
  logger.silent = level === 'silent';
  if (level !== 'silent') logger.level = level;
}

function compile(pattern: string): (name: string) => boolean {
  const picomatch = require('picomatch') as typeof Picomatch;
  // Names of loggers have dots and colons, paths have slashes.
  const path = (text: string): string => text.replaceAll(/[.:]/g, '/');
  const matcher = picomatch([path(pattern), path(pattern).replace(/\*$/, '**')], { nocase: true, dot: true });
  return (name) => matcher(path(name));
}
