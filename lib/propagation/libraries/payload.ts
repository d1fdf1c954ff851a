import type { Carrier } from '../../context';

/**
 * Jobs of some libraries have nothing but their data to carry anything in: under this key, taken out before the app
 * sees it.
 */
const KEY = 'firstlight.context';

export const isPlain = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/**
 * Data with the carrier in it, if it is an object or nothing; other data stays as it is, and so does what has one
 * already.
 */
export function pack(data: unknown, carrier: Carrier): unknown {
  if (Object.keys(carrier).length === 0) return data;
  if (isPlain(data)) return KEY in data ? data : { ...data, [KEY]: carrier };
  // What there was is kept: nothing is not the same as null, or as an empty object.
  return data === null || data === undefined ? { [KEY]: { ...carrier, empty: String(data) } } : data;
}

const EMPTY: Record<string, null | undefined> = { null: null, undefined };

const carriers = new WeakMap<object, Carrier>();

/** Takes the carrier out of the data that a holder has, and keeps it for {@link carrierOf}. */
export function unpack<T>(holder: T): T {
  const { data } = (holder ?? {}) as { data?: unknown };
  if (!isPlain(data) || !isPlain(data[KEY])) return holder;
  const { [KEY]: carrier, ...rest } = data;
  const { empty } = carrier as Carrier;
  (holder as { data?: unknown }).data = empty === undefined ? rest : EMPTY[empty];
  carriers.set(holder as object, carrier as Carrier);
  return holder;
}

/** What was found in the data of a holder. */
export const carrierOf = (holder: object): Carrier | undefined => carriers.get(holder);
