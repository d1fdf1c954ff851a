/** Gives back the object it is called with, so that a class extending it puts its private fields on that object. */
class Onto {
  constructor(object: object) {
    return object;
  }
}

/** Keeps values of one kind on objects. */
export interface PrivateSlot<T> {
  /** Puts the value on the object, in place of one that may be there. */
  put(object: object, value: T): void;
  /** The value on the object, or undefined. A method that was called without its `this` may ask, too. */
  of(object: object | undefined | null): T | undefined;
}

/**
 * Values kept on objects of another's, invisible to them: in a private field, so no key, symbol or trap shows it. What
 * a WeakMap is for, but requests come by the thousand, and each entry of a WeakMap costs the garbage collector work at
 * every scavenge.
 */
export function createPrivateSlot<T>(): PrivateSlot<T> {
  class Field extends Onto {
    #value: T;

    constructor(object: object, value: T) {
      super(object);
      this.#value = value;
    }

    static put(object: object, value: T): void {
      if (#value in object) object.#value = value;
      else new Field(object, value);
    }

    static of(object: object | undefined | null): T | undefined {
      const mayHave = typeof object === 'object' ? object !== null : typeof object === 'function';
      return mayHave && #value in object! ? (object as Field).#value : undefined;
    }
  }
  return Field;
}
