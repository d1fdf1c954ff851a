import { makeExactValidator } from 'envalid';

/**
 * How the text of one sort of variable becomes a value. `parse` gets trimmed, non-empty text and throws
 * `ValidationError`.
 */
export interface Parser<T> {
  readonly parse: (text: string) => T;
  /** The reverse of `parse`, for `firstlight config` and the docs. Default: `String`. */
  readonly format?: (value: T) => string;
}

/** The families of the table, in the order in which the docs show them. */
export const groups = [
  'general',
  'logging',
  'requests',
  'exporter',
  'traces',
  'metrics',
  'logs',
  'limits',
  'process',
  'remote',
] as const;
export type Group = (typeof groups)[number];

/** What people read about a variable. */
export interface Facts {
  readonly desc: string;
  readonly group: Group;
  readonly example: string;
  /** What the default is if it is derived, and no constant: `the name in package.json`. */
  readonly defaultText?: string;
  /** Where the variable is specified, if it isn't firstlight's own. */
  readonly docs?: string;
  /** Values are never printed. */
  readonly secret?: boolean;
  /** An OpAMP server may change it while the process runs. */
  readonly remote?: boolean;
  /** Known, but set by firstlight itself and in no table for people. */
  readonly hidden?: boolean;
}

/** One row of the table: an envalid spec with what the docs, the loader and `firstlight config` need in addition. */
export interface Entry<T> extends Facts {
  readonly parse: (text: string) => T;
  readonly default: T;
  readonly format: (value: unknown) => string;
}

/** Makes a row. Without a `default` in `facts` the variable may be absent, and its value is `undefined`. */
export function entry<T>(parser: Parser<T>, facts: Facts & { readonly default: NoInfer<T> }): Entry<T>;
export function entry<T>(parser: Parser<T>, facts: Facts): Entry<T | undefined>;
export function entry<T>(parser: Parser<T>, facts: Facts & { readonly default?: NoInfer<T> }): Entry<T | undefined> {
  const format = (parser.format ?? String) as (value: unknown) => string;
  const spec = {
    ...facts,
    parse: parser.parse,
    default: facts.default,
    format: (value: unknown) => (value === undefined ? '' : format(value)),
  };
  return makeExactValidator<T>(parser.parse)(spec as never) as unknown as Entry<T | undefined>;
}
