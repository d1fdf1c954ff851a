/**
 * A copy that inherits what the original does, and nothing else: Node takes an inherited option for one, and aborts if
 * it makes no sense. That of a frozen object is frozen.
 */
export function copyWith<T extends object>(original: T, changed: Partial<T>): T {
  const copy = Object.create(Object.getPrototypeOf(original) as object | null) as T;
  for (const source of [original, changed]) {
    for (const name of Object.keys(source) as (keyof T)[]) {
      Object.defineProperty(copy, name, {
        __proto__: null,
        value: source[name],
        writable: true,
        enumerable: true,
        configurable: true,
      } as PropertyDescriptor);
    }
  }
  return Object.isFrozen(original) ? Object.freeze(copy) : copy;
}
