// The rows of a list, whether all of them are here or only those around what is in sight.

export interface Rows<T> {
  readonly length: number;
  /** Undefined while it is not here. */
  at(index: number): T | undefined;
  /** -1 if it is not here. */
  indexOf(key: string): number;
}

/** Rows of an array; `first` is the index of its first one in the whole list, which has `length` rows. */
export function rowsFrom<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  first = 0,
  length = items.length,
): Rows<T> {
  return {
    length,
    at: (index) => items[index - first],
    indexOf(key) {
      const at = items.findIndex((item) => keyOf(item) === key);
      return at < 0 ? -1 : at + first;
    },
  };
}
