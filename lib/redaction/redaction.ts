import type Picomatch from 'picomatch';
import { isSecretName } from './names';

/** Names that are made up at run time must not fill the memory. */
const MAX_NAMES = 2_000;

/** Says which values are left out of lines, log records and spans. */
export interface Redaction {
  /** Whether the value of a key is hidden, at any place. */
  hidesKey(name: string): boolean;
  /** Whether names are hidden besides the well-known ones. */
  readonly hasKeys: boolean;
  /** Whether `hidesPath` has to be asked as well. */
  readonly hasPaths: boolean;
  /** Whether the value at this path of a line's fields is hidden. */
  hidesPath(path: readonly string[]): boolean;
}

/**
 * The redaction of well-known secret names and of `patterns`, in any case: a name or glob without a dot is a key at any
 * depth, one with dots is a path from the line's fields on, in which `*` is one key or index, or a part of one, and
 * `**` any number of them.
 */
export function createRedaction(patterns: readonly string[] = []): Redaction {
  const keys = matcher(patterns.filter((pattern) => !pattern.includes('.')));
  const paths = matcher(patterns.filter((pattern) => pattern.includes('.')));
  const known = new Map<string, boolean>();
  return {
    hidesKey(name) {
      let isHidden = known.get(name);
      if (isHidden === undefined) {
        isHidden = isSecretName(name) || (keys?.(segments(name)) ?? false);
        if (known.size < MAX_NAMES && name.length < 256) known.set(name, isHidden);
      }
      return isHidden;
    },
    hasKeys: keys !== undefined,
    hasPaths: paths !== undefined,
    hidesPath: (path) => paths?.(path.map(segments).join('/')) ?? false,
  };
}

/** Only what is well known. */
export const DEFAULT_REDACTION = createRedaction();

// In picomatch's globs a slash is what a dot is in ours.
function segments(text: string): string {
  return text.replaceAll('.', '/');
}

function matcher(patterns: readonly string[]): ((text: string) => boolean) | undefined {
  if (patterns.length === 0) return undefined;
  const picomatch = require('picomatch') as typeof Picomatch;
  return picomatch(patterns.map(segments), { nocase: true, dot: true });
}
