/**
 * Takes away what was added to `Object.prototype`, until the function that it returns is called: an inherited `get`
 * makes each `defineProperty` throw, an inherited option is an option. No other code may run meanwhile. What cannot be
 * taken away stays. The build puts this function in front of register.js, whose own helpers are hit, too: it refers to
 * nothing outside.
 */
export function hideAdded(): () => void {
  const prototype = Object.prototype;
  const keys = Reflect.ownKeys(prototype);
  const own = [
    'constructor',
    '__defineGetter__',
    '__defineSetter__',
    'hasOwnProperty',
    '__lookupGetter__',
    '__lookupSetter__',
    'isPrototypeOf',
    'propertyIsEnumerable',
    'toString',
    'valueOf',
    '__proto__',
    'toLocaleString',
  ];
  const hidden: [PropertyKey, PropertyDescriptor][] = [];
  for (const key of keys.length > own.length ? keys : []) {
    if (own.includes(key as string)) continue;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key)!;
    // Or what is put back first would be inherited by what says how to put back the rest.
    if (descriptor.configurable) hidden.push([key, Object.setPrototypeOf(descriptor, null) as PropertyDescriptor]);
  }
  for (const [key] of hidden) delete (prototype as Record<PropertyKey, unknown>)[key];
  return () => {
    for (const [key, descriptor] of hidden.splice(0)) Object.defineProperty(prototype, key, descriptor);
  };
}

/** Runs `act`, which must be synchronous, as if nothing had been added to `Object.prototype`. */
export function withPlainPrototype<T>(act: () => T): T {
  const restore = hideAdded();
  try {
    return act();
  } finally {
    restore();
  }
}
