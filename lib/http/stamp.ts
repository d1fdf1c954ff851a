/** Gives back the object it is called with, so that a class extending it puts its private fields on that object. */
class Onto {
  constructor(object: object) {
    return object;
  }
}

/** What a stamp keeps on objects of somebody else's. */
export interface StampOf {
  /** Puts the value on the object, in place of one that may be there. */
  put<T>(object: object, value: T): void;
  /** The value on the object, or undefined. A method without its `this` may ask, too. */
  of<T>(object: object | undefined | null): T | undefined;
}

/**
 * Creates a place for a value on an object of somebody else's, invisible to them: a private field, so no key, symbol or
 * trap shows it. What a WeakMap is for, but requests come by the thousand, and each entry of a WeakMap costs the
 * garbage collector work at every scavenge.
 */
export function createStamp(): StampOf {
  class Stamp extends Onto {
    #value: unknown;

    private constructor(object: object, value: unknown) {
      super(object);
      this.#value = value;
    }

    static put<T>(object: object, value: T): void {
      if (#value in object) (object as Stamp).#value = value;
      else new Stamp(object, value);
    }

    static of<T>(object: object | undefined | null): T | undefined {
      const mayHave = typeof object === 'object' ? object !== null : typeof object === 'function';
      return mayHave && #value in object! ? ((object as Stamp).#value as T) : undefined;
    }
  }
  return Stamp;
}

/** The exchange of a request or response. */
export const Stamp = createStamp();
