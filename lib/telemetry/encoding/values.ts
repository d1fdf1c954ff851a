import type { HrTime } from '@opentelemetry/api';

/** How strictly values are checked, and for which format. */
export interface Scrutiny {
  /** JSON has no NaN and no infinities, and a receiver that meets one refuses the whole batch. */
  readonly isJson: boolean;
  /** Whether values are examined, too: protobuf's serializer writes nothing for most that it does not know. */
  readonly isThorough: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** Deeper values are left out: such objects are circular, or as good as. */
const DEEPEST = 16;
const MOST_VALUES = 100_000;
/** The last second whose nanoseconds 64 bits can hold. */
const LAST_SECOND = 18_446_744_072;
const MOST_NANOSECONDS = 1e10;
const LARGEST_INTEGER = 2 ** 63;

// Taken at load: the app's tests may put a fake in its place.
const { now } = Date;

/** A text in the place of what should have been one. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined || typeof value === 'object' || typeof value === 'function'
    ? ''
    : String(value as number);
}

/** Whether it is a text, or absent. */
export const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

/** Like {@link asText}, absent for what says nothing. */
export const asOptionalText = (value: unknown): string | undefined => asText(value) || undefined;

/** Whether it is an integer from 0 to `last`, as the enumerations of OTLP are. */
export const isOneOf = (value: unknown, last: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= last;

/** Whether OTLP can say this time. */
export function isTime(time: HrTime): boolean {
  const [seconds, nanoseconds] = time;
  return seconds >= 0 && seconds <= LAST_SECOND && nanoseconds >= 0 && nanoseconds <= MOST_NANOSECONDS;
}

/** The first of the times that OTLP can say, or else the present. */
export function firstTime(...times: HrTime[]): HrTime {
  const found = times.find(isTime);
  if (found) return found;
  const ms = now();
  return [Math.floor(ms / 1000), (ms % 1000) * 1e6];
}

/** How many more values of one are examined or copied: an object may lead to all of the app's. */
interface Budget {
  left: number;
}

/** Whether attributes, or the body of a record, can be encoded as they are. */
export function areEncodable(value: unknown, { isJson, isThorough }: Scrutiny): boolean {
  if (!isThorough) return true;
  try {
    return examine(value, isJson, { left: MOST_VALUES }, 0);
  } catch {
    // A getter that throws.
    return false;
  }
}

function examine(value: unknown, isJson: boolean, budget: Budget, depth: number): boolean {
  if (budget.left-- <= 0 || depth > DEEPEST) return false;
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      return !isJson || isJsonNumber(value);
    case 'object':
      return (
        value === null ||
        value instanceof Uint8Array ||
        Object.keys(value).every((key) => examine((value as Values)[key], isJson, budget, depth + 1))
      );
    default:
      return false;
  }
}

/** Attributes that can be encoded, in the place of those that cannot. */
export function encodableValues<T extends Values>(values: T | undefined, scrutiny: Scrutiny): T {
  return (areEncodable(values, scrutiny) ? (values ?? {}) : (encodable(values, scrutiny) ?? {})) as T;
}

/** A value that can be encoded, in the place of any. */
export const encodable = (value: unknown, { isJson }: Scrutiny): unknown =>
  copy(value, isJson, { left: MOST_VALUES }, 0);

function copy(value: unknown, isJson: boolean, budget: Budget, depth: number): unknown {
  if (budget.left-- <= 0 || depth > DEEPEST) return undefined;
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array)
    return examine(value, isJson, { left: 1 }, 0) ? value : String(value);
  if (Array.isArray(value)) return value.map((item) => copy(item, isJson, budget, depth + 1));
  return copyObject(value as Values, isJson, budget, depth);
}

function copyObject(values: Values, isJson: boolean, budget: Budget, depth: number): Values {
  // Without a prototype, since a key may be `__proto__`.
  const copied = Object.create(null) as Record<string, unknown>;
  for (const key of ownKeys(values)) {
    try {
      copied[key] = copy(values[key], isJson, budget, depth + 1);
    } catch {
      // A getter that throws.
    }
  }
  return copied;
}

function ownKeys(values: Values): string[] {
  try {
    return Object.keys(values);
  } catch {
    // A proxy that throws.
    return [];
  }
}

function isJsonNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Math.abs(value) < LARGEST_INTEGER);
}

/** A number as JSON says it: what JSON has no number for is a text in the JSON of protobuf. */
export function jsonNumber<T extends number | undefined>(value: T): T {
  return typeof value === 'number' && !Number.isFinite(value) ? (String(value) as unknown as T) : value;
}
