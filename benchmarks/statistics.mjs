// Medians and ranges: on shared cores a mean tells more about the neighbours than about the subject.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `{median, min, max, runs}` of the numbers in `values`; `undefined` where there is none. */
export function summary(values) {
  const numbers = values.filter((value) => Number.isFinite(value));
  if (!numbers.length) return undefined;
  return { median: median(numbers), min: Math.min(...numbers), max: Math.max(...numbers), runs: numbers.length };
}
