/** Gives back the object it is called with, so that a class extending it puts its private fields on that object. */
class Onto {
  constructor(object: object) {
    return object;
  }
}

/**
 * A value kept on an object of somebody else's, invisible to them: in a private field, so no key, symbol or trap shows it.
 * What a WeakMap is for, but requests come by the thousand, and each entry of a WeakMap costs the garbage collector
 * work at every scavenge.
 */
export class Stamp<T> extends Onto {
  #value: unknown;

  private constructor(object: object, value: T) {
    super(object);
    this.#value = value;
  }

  /** Puts the value on the object, in place of one that may be there. */
  static put<T>(object: object, value: T): void {
    if (#value in object) (object as Stamp<T>).#value = value;
    else new Stamp(object, value);
  }

  /** The value on the object, or undefined. */
  static of<T>(object: object): T | undefined {
    return #value in object ? ((object as Stamp<T>).#value as T) : undefined;
  }
}
