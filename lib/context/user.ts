import { currentRequest } from './current';

/** User IDs longer than this are cut: they are keys, not documents. */
export const MAX_USER_ID_LENGTH = 128;

/**
 * The form in which a user ID is logged, or undefined for a value that is none. Strings and whole numbers are IDs;
 * anything else (objects, booleans, empty strings) is not.
 */
export function toUserId(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value.slice(0, MAX_USER_ID_LENGTH);
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  return undefined;
}

/**
 * Names the user of the current request, for its end line and its server span. Wins over what is found on the
 * framework's request. Outside a request, or with a value that is no ID, it does nothing.
 */
export function setUser(id: string | number): void {
  const record = currentRequest();
  const userId = toUserId(id);
  if (record !== undefined && userId !== undefined) record.userId = userId;
}
