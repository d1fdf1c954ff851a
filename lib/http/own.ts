import { types } from 'node:util';

/**
 * The value of an own data property, or undefined. Getters, inherited properties and proxies are the app's code:
 * reading them could run a query or throw, so they are left alone.
 */
export function ownValue(object: unknown, key: string): unknown {
  if (object === null || typeof object !== 'object' || types.isProxy(object)) return undefined;
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
