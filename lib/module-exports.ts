/**
 * What a module exports, with some of it replaced. Bundlers export getters that cannot be replaced in place: then it is
 * another object with the same properties.
 */
export function withExports(exports: object, replaced: Readonly<Record<string, unknown>>): object {
  const names = Object.keys(replaced);
  const isOpen = names.every((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(exports, name);
    return (
      descriptor === undefined ||
      descriptor.writable === true ||
      (descriptor.configurable === true && Object.isExtensible(exports))
    );
  });
  const target = isOpen
    ? exports
    : (Object.create(Object.getPrototypeOf(exports) as object | null, withoutFixed(exports)) as object);
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    if (descriptor?.writable) (target as Record<string, unknown>)[name] = replaced[name];
    else
      Object.defineProperty(target, name, {
        value: replaced[name],
        enumerable: descriptor?.enumerable ?? true,
        configurable: true,
        writable: true,
      });
  }
  return target;
}

/** All properties, so that they can be replaced. */
function withoutFixed(exports: object): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(exports)).map(([name, descriptor]) => [
      name,
      { ...descriptor, configurable: true },
    ]),
  );
}
