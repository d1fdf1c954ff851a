import { isSecretHeader, isSecretValue } from './names';
import type { Redaction } from './redaction';

/** What has nothing but letters is the name of the next header. */
const ANOTHER_NAME = /^[A-Za-z][A-Za-z-]*$/;
const NAME = /^(?:name|key|header|field)$/i;
const VALUE = /^(?:value|val)$/i;

/** Whether a property is the name of what is beside it under `value`, as in `{ name: 'password', value: '…' }`. */
export const isNameKey = (key: string): boolean => NAME.test(key);

export const isValueKey = (key: string): boolean => VALUE.test(key);

/**
 * Whether an item of a list is the secret that the item before it names: a header's value in a flat list
 * (`rawHeaders`), or the second of a pair in a list of pairs.
 */
export function hidesItem(name: unknown, value: unknown, isPair: boolean, redaction: Redaction): boolean {
  if (typeof name !== 'string' || !redaction.hidesKey(name) || !isSecretValue(value, name)) return false;
  return isPair || (typeof value === 'string' && isSecretHeader(name) && !ANOTHER_NAME.test(value));
}

/** The name beside a property called `value`, if it is that of a secret. */
export function hidesValueOf(object: object, redaction: Redaction): boolean {
  for (const key of ['name', 'key', 'header', 'field']) {
    const name = Object.getOwnPropertyDescriptor(object, key)?.value as unknown;
    if (typeof name === 'string' && redaction.hidesKey(name)) return true;
  }
  return false;
}
