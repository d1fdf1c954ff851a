// The types of the public API, checked by the compiler; run, they say no more than that each export is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tracer } from '@opentelemetry/api';
import type { Logger } from 'winston';
import * as api from '../lib';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(_proof?: T): void => {};

is<Equal<typeof api.getLogger, (name?: string) => Logger>>();
is<Equal<typeof api.getTracer, (name?: string, version?: string) => Tracer>>();
is<Equal<typeof api.getRequestId, () => string | undefined>>();
is<Equal<typeof api.setUser, (id: string | number) => void>>();
is<Equal<typeof api.captureContext, () => api.Carrier>>();
is<Equal<ReturnType<typeof api.runWithContext<Promise<number>>>, Promise<number>>>();
is<
  Equal<
    keyof typeof api,
    'getLogger' | 'getTracer' | 'getRequestId' | 'setUser' | 'captureContext' | 'runWithContext' | 'bindContext'
  >
>();

type Method = (this: { base: number }, a: number) => string;
is<Equal<ReturnType<typeof api.bindContext<Method>>, Method>>();

/** Never called: only compiled. */
export function misuse(): void {
  // @ts-expect-error a user is a string or a number
  api.setUser({ id: 42 });
  // @ts-expect-error no one is not a user
  api.setUser(undefined);
  // @ts-expect-error the name of a logger is a string
  api.getLogger(1);
  // @ts-expect-error a carrier is an object of strings
  api.runWithContext({ traceparent: 1 }, () => {});
  // @ts-expect-error only functions are bound
  api.bindContext('no');
}

test('every export of the API is a function', () => {
  for (const [name, value] of Object.entries(api)) assert.equal(typeof value, 'function', name);
});
