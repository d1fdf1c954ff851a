// What a logger's own formats, layouts, serializers and hooks hide is neither written nor sent by firstlight.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { explain, runApp, temporaryFolder } from '../support';

interface Expected {
  /** The body of the record; none: the line is dropped everywhere. */
  readonly body?: string;
  readonly attributes?: Record<string, unknown>;
  /** `exception.message`, and whether there is a stack. */
  readonly exception?: readonly [message: string, hasStack: boolean];
}

const cases: Record<string, Expected> = {
  'winston printf': { body: 'info: paid with XXXX' },
  'winston printf, some fields': { body: 'paid part=shop', attributes: { part: 'shop' } },
  'winston json, masked error': {
    body: 'card XXXX',
    attributes: { error: { card: 'XXXX' } },
    exception: ['card XXXX', true],
  },
  'winston simple, masked error': { body: 'failed card XXXX', attributes: { card: 'XXXX' } },
  'winston format of a transport': { body: 'warn: paid with XXXX' },
  'winston format of a file': { body: 'warn: paid with XXXX' },
  'winston dropped': {},
  'winston dropped by a transport': {},
  'log4js layout': { body: 'paid with XXXX XXXX' },
  'log4js layout of a file': { body: 'paid with XXXX' },
  'log4js pattern': { body: 'ERROR said' },
  'log4js dropped': {},
  'pino redact': { body: 'failed', attributes: { card: '[Redacted]', part: 'shop' }, exception: ['[Redacted]', true] },
  'pino serializer': { body: 'failed', exception: ['hidden', false] },
  'pino formatters': { body: 'paid with XXXX', attributes: { part: 'shop' } },
  'pino streamWrite': { body: 'paid with XXXX', attributes: { part: 'shop', card: 'XXXX' } },
  'pino streamWrite of a child': { body: 'paid with XXXX' },
  'bunyan serializer': { body: 'failed', attributes: { card: 'XXXX' }, exception: ['hidden', false] },
  'bunyan serializer to a text': { body: 'failed', attributes: { err: 'hidden' } },
  'consola reporter': { body: 'hello' },
};
for (const [name, { body, attributes = {}, exception }] of Object.entries(cases)) {
  test(`hidden by the app, hidden by firstlight: ${name}`, async () => {
    const result = await runApp({
      fixture: 'loggers/masked.cjs',
      args: [name],
      env: { FILE: join(temporaryFolder(), 'app.log') },
    });
    explain(result, ({ code, stdout, stderr, logs }) => {
      assert.equal(code, 0);
      assert.ok(
        !/4111-1111|98765432/.test(stdout + stderr + inspect(logs, { depth: null })),
        'nothing that was hidden',
      );
      const told = logs.filter(({ body: text }) => text !== 'firstlight started');
      assert.deepEqual(
        told.map((log) => log.body),
        body === undefined ? [] : [body],
      );
      for (const [key, value] of Object.entries(attributes)) assert.deepEqual(told[0]!.attributes[key], value, key);
      const { 'exception.message': message, 'exception.stacktrace': stack } = told[0]?.attributes ?? {};
      assert.deepEqual([message, stack !== undefined], exception ?? [undefined, false]);
    });
  });
}
