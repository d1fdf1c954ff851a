import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, onEachRuntime, onlySpan, root, runApp, type RunResult } from '../support';

const names = ['api-1.4', 'api-1.9', 'api-1.10'];
const apis = names.map((name) => join(root, 'test', 'apis', 'node_modules', name));
const skip = apis.every(existsSync) ? false : 'test/apis is not installed';

/** Each copy records two spans in one trace, with its log line in it; and a log record, if its api has one for logs. */
function assertRecorded({ stdout, spans, logs, out }: RunResult): void {
  for (const name of names) {
    assert.ok(stdout.includes(`${name}: recording true\n`));
    const outer = onlySpan(spans, (span) => span.name === `outer ${name}`, 'outer span');
    assert.equal(onlySpan(spans, (span) => span.name === `inner ${name}`, 'inner span').parentSpanId, outer.spanId);
    assert.equal(out.find(({ message }) => message === `inside ${name}`)?.span_id, outer.spanId);
    const record = logs.find(({ body }) => body === `record ${name}`);
    assert.equal(record?.spanId, name === 'api-1.10' ? outer.spanId : undefined);
  }
}

onEachRuntime(({ binary }) => {
  test('an app with @opentelemetry/api 1.4, 1.9 or 1.10 of its own records spans', { skip }, async () => {
    const result = await runApp({ fixture: 'neighbours/own-api.cjs', args: apis, node: binary });
    explain(result, (each) => {
      assertRecorded(each);
      assert.deepEqual(
        each.err.map(({ code }) => code),
        ['FL_STARTED'],
      );
    });
  });
});

// 1.9 is the version that firstlight registers.
for (const [index, touched] of apis.entries()) {
  if (names[index] === 'api-1.9') continue;
  test(
    `code that used @opentelemetry/${names[index]} before firstlight does not keep the app from recording`,
    { skip },
    async () => {
      const nodeArgs = ['--require', join(fixtures, 'neighbours', 'touches-api.cjs')];
      explain(
        await runApp({ fixture: 'neighbours/own-api.cjs', args: apis, env: { TOUCHED_API: touched }, nodeArgs }),
        assertRecorded,
      );
    },
  );
}
