import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

const cases = [
  { ending: 'throw', message: 'thrown on purpose' },
  { ending: 'rejection', message: 'rejected on purpose' },
];

onEachRuntime(({ binary }) => {
  for (const { ending, message } of cases) {
    test(`${ending}: the crash is one JSON line on stderr, with the stack`, async () => {
      const result = await runApp({ fixture: 'preload/ending.cjs', args: [ending], node: binary });
      explain(result, ({ code, stderr, err, logs, stdout }) => {
        assert.equal(code, 1);
        const lines = err.filter((line) => line.level === 'error');
        assert.equal(lines.length, 1);
        assert.equal(lines[0]!.code, 'FL_CRASH');
        const text = JSON.stringify(lines[0]);
        assert.ok(text.includes(message) && text.includes('ending.cjs'), 'message and stack');
        assert.ok(
          stderr.split('\n').every((line) => line === '' || line.startsWith('{')),
          'no raw trace besides',
        );
        assert.equal(
          logs.filter(({ severityText, severityNumber }) => /error/i.test(String(severityText)) || severityNumber >= 17)
            .length,
          1,
          'exported once',
        );
        assert.ok(stdout.endsWith('exit event 1\n'), 'the exit event follows');
      });
    });
  }
});
