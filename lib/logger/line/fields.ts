import type { Plain } from '../types';

type Fields = { [key: string]: Plain };

// An object whose prototype is empty has no `__proto__` that could be set, and unlike `Object.create(null)` V8 keeps it
// fast.
const Empty = function () {} as unknown as new () => Fields;
Empty.prototype = Object.create(null);

/** An object for fields of any name, `__proto__` included. */
export function newFields(): Fields {
  return new Empty();
}
