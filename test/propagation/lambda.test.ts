import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, onEachRuntime, runApp } from '../support';

onEachRuntime(({ binary }) => {
  test('AWS Lambda: the lines of an invocation have its ID and its trace', async () => {
    const result = await runApp({
      fixture: 'propagation/lambda-runtime.cjs',
      node: binary,
      collector: false,
      env: {
        LAMBDA_TASK_ROOT: join(fixtures, 'propagation'),
        _HANDLER: 'lambda-function.handle',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      },
    });
    explain(result, ({ out }) => {
      const linesOf = (id: string) =>
        ['begins', 'ends'].map((stage) => out.find(({ message }) => message === `${stage} ${id}`));
      for (const id of ['invocation-1', 'invocation-2']) {
        assert.deepEqual(
          linesOf(id).map((line) => line?.request_id),
          [id, id],
        );
      }
      assert.deepEqual(
        linesOf('not an id!').map((line) => line?.request_id),
        [undefined, undefined],
        'and not the one before',
      );
    });
  });

  test('AWS Lambda: what an invocation has made has arrived when its result is given, before the process is frozen', async () => {
    const result = await runApp({
      fixture: 'propagation/lambda-runtime.cjs',
      node: binary,
      env: { LAMBDA_TASK_ROOT: join(fixtures, 'propagation'), _HANDLER: 'lambda-function.handle', KILL_AFTER: '1' },
    });
    explain(result, ({ signal, spans, logs }) => {
      assert.equal(signal, 'SIGKILL');
      assert.deepEqual(
        [...spans].map(({ name }) => name),
        ['greet'],
      );
      const bodies = [...logs].map(({ body }) => body);
      for (const body of ['begins invocation-1', 'ends invocation-1']) assert.ok(bodies.includes(body), String(bodies));
    });
  });
});
