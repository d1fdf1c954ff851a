/** Gives a function that stands for another the name and arity of that: frameworks and libraries look at them. */
export function looksLike<F extends (...args: any[]) => any>(original: (...args: any[]) => any, replacement: F): F {
  Object.defineProperties(replacement, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
  return replacement;
}
