// What Nest answers by itself: its exception is on the server span, and in one line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

/** Nest logs what it does not know; an HttpException is an answer of the app's, and a 400 the client's fault. */
const answers: Record<string, { status: number; onSpan?: [type: string, message: string]; isLogged?: boolean }> = {
  '/thrown': { status: 500, onSpan: ['TypeError', 'thrown'], isLogged: true },
  '/rejected': { status: 500, onSpan: ['TypeError', 'rejected'], isLogged: true },
  '/unavailable': { status: 503, onSpan: ['HttpException', 'unavailable'] },
  '/refused': { status: 400 },
};

onEachRuntime(({ binary }) => {
  test('NestJS: a server error shows its exception on the span and in one line', async () => {
    const result = await runApp({
      fixture: 'frameworks/nest-errors.cjs',
      node: binary,
      requests: async ({ url }) => {
        for (const [path, { status }] of Object.entries(answers))
          assert.equal((await fetch(url + path)).status, status);
      },
    });
    explain(result, ({ spans, out, err }) => {
      for (const [path, { status, onSpan, isLogged }] of Object.entries(answers)) {
        const span = spans.find(({ attributes }) => attributes['http.route'] === path)!;
        assert.equal(span.attributes['http.response.status_code'], status);
        const { 'nestjs.controller': controller, 'nestjs.callback': callback } = span.attributes;
        assert.deepEqual([controller, `/${String(callback)}`], ['App', path]);
        const exceptions = span.events.filter(({ name }) => name === 'exception');
        assert.deepEqual(
          exceptions.map(({ attributes }) => [attributes['exception.type'], attributes['exception.message']]),
          onSpan ? [onSpan] : [],
        );
        const lines = [...out, ...err].filter(
          ({ error, trace_id }) => error !== undefined && trace_id === span.traceId,
        );
        assert.deepEqual(
          lines.map(({ level, message, logger, error }) => [level, message, logger, error.name]),
          isLogged ? [['error', onSpan![1], 'ExceptionsHandler', 'TypeError']] : [],
        );
      }
    });
  });
});
