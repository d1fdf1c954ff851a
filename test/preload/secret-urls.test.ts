import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

onEachRuntime(({ binary }) => {
  for (const semantics of ['http', 'http/dup', '']) {
    test(`no span has a secret of a URL (OTEL_SEMCONV_STABILITY_OPT_IN=${semantics})`, async () => {
      const result = await runApp({
        fixture: 'preload/secret-urls.cjs',
        node: binary,
        env: { OTEL_SEMCONV_STABILITY_OPT_IN: semantics },
      });
      explain(result, ({ code, spans, stdout, logs }) => {
        assert.equal(code, 0);
        assert.equal(spans.length, 6);
        const told =
          JSON.stringify([spans, logs], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) +
          stdout;
        assert.ok(!told.includes('s3cr3t'));
        assert.ok(
          told.includes('REDACTED') && told.includes('page=2') && told.includes('page=3') && told.includes('state=1'),
          'the rest is there',
        );
      });
    });
  }
});
