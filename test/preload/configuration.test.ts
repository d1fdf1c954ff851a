import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

const bad = {
  LOG_LEVEL: 'loud',
  LOG_FORMAT: 'xml',
  OTEL_BSP_MAX_QUEUE_SIZE: '10abc',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer s3cr3t,=broken',
};

onEachRuntime(({ binary }) => {
  for (const fixture of ['preload/environment.mjs', 'preload/fork.cjs']) {
    test(`${fixture}: FIRSTLIGHT_STRICT=true ends with 78 before the app is evaluated`, async () => {
      const result = await runApp({ fixture, node: binary, env: { ...bad, FIRSTLIGHT_STRICT: 'true' } });
      explain(result, ({ code, stdout, err }) => {
        assert.equal(code, 78);
        assert.equal(stdout, '');
        assert.equal(err.filter((line) => line.code === 'FL_CONFIG_INVALID').length, 1);
      });
    });
  }

  test('bad values: one line that names each, the app runs', async () => {
    const result = await runApp({ fixture: 'preload/environment.mjs', node: binary, env: bad });
    explain(result, ({ code, stdout, stderr, err }) => {
      assert.equal(code, 0);
      assert.equal(stdout, 'evaluated\n');
      const lines = err.filter((line) => line.code === 'FL_CONFIG_INVALID');
      assert.equal(lines.length, 1);
      assert.deepEqual(
        lines[0]!.problems.map(({ variable }: { variable: string }) => variable).sort(),
        Object.keys(bad).sort(),
      );
      for (const problem of lines[0]!.problems) {
        for (const field of ['expected', 'received', 'used'])
          assert.ok(field in problem, `${problem.variable} says ${field}`);
      }
      assert.ok(!stderr.includes('s3cr3t'), 'secrets are not shown');
    });
  });
});

describe('names', () => {
  for (const [given, meant] of [
    ['OTEL_SERVICE_NAM', 'OTEL_SERVICE_NAME'],
    ['LOG_LEVL', 'LOG_LEVEL'],
    ['FIRSTLIGHT_STRIKT', 'FIRSTLIGHT_STRICT'],
  ]) {
    test(`${given}: did you mean ${meant}, and no error even when strict`, async () => {
      const result = await runApp({
        fixture: 'preload/environment.mjs',
        env: { [given!]: 'x', FIRSTLIGHT_STRICT: 'true' },
      });
      explain(result, ({ code, stdout, err }) => {
        assert.equal(code, 0);
        assert.equal(stdout, 'evaluated\n');
        const line = err.find((each) => each.code === 'FL_CONFIG_UNKNOWN');
        assert.ok(JSON.stringify(line).includes(meant!), `the line names ${meant}`);
      });
    });
  }

  for (const empty of ['OTEL_SERVICE_NAME', 'LOG_LEVEL', 'OTEL_BSP_MAX_QUEUE_SIZE', 'OTEL_EXPORTER_OTLP_TIMEOUT']) {
    test(`an empty ${empty} is unset`, async () => {
      const result = await runApp({
        fixture: 'preload/environment.mjs',
        env: { [empty]: '', FIRSTLIGHT_STRICT: 'true' },
      });
      explain(result, ({ code, err }) => {
        assert.equal(code, 0);
        assert.deepEqual(
          err.filter(({ level }) => level !== 'info'),
          [],
        );
      });
    });
  }
});

test('OTEL_LOG_LEVEL=debug shows what the SDK says, without LOG_LEVEL', async () => {
  const result = await runApp({ fixture: 'preload/environment.mjs', env: { OTEL_LOG_LEVEL: 'debug' } });
  explain(result, ({ code, err }) => {
    assert.equal(code, 0);
    assert.ok(err.some(({ level, component }) => level === 'debug' && component === 'opentelemetry'));
  });
});
