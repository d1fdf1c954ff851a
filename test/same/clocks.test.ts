import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { blackHole, onEachRuntime, root, runApp, temporaryFolder } from '../support';

const api = JSON.stringify(join(root, 'node_modules/@opentelemetry/api'));
const TIMEOUT_MS = 1_500;
/** How late a thread may come back from a wait on a crowded machine. */
const SLACK_MS = 15_000;

/** What an app or its test framework does to the clocks that it sees. */
const clocks: Readonly<Record<string, string>> = {
  frozen: 'Date.now = () => 17e11;',
  'stepped back': 'const real = Date.now; Date.now = () => real() - 864e5;',
  'all faked': `Date.now = () => 17e11; performance.now = () => 1; process.hrtime = () => [1, 1];
    for (const name of ['setTimeout', 'setImmediate', 'queueMicrotask', 'setInterval']) globalThis[name] = () => ({ unref() {} });`,
};

onEachRuntime(({ binary }) => {
  for (const [name, change] of Object.entries(clocks)) {
    test(`clock: ${name}; the wait for a silent endpoint keeps to its bound`, async () => {
      const { url } = await blackHole();
      const folder = temporaryFolder({
        'app.cjs':
          `const later = setTimeout; require(${api}).trace.getTracer('x').startSpan('s').end(); ${change} ` +
          `later(() => process.exit(7), 300);`,
      });
      const env = { OTEL_EXPORTER_ENDPOINT: url, FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(TIMEOUT_MS) };
      const result = await runApp({ fixture: join(folder, 'app.cjs'), node: binary, collector: false, env });
      assert.equal(result.code, 7);
      const cause = result.err.find(({ code }) => code === 'FL_EXPORT_UNREACHABLE')?.cause as string | undefined;
      const waited = Number(/no answer within (\d+) ms/.exec(cause ?? '')?.[1]);
      // What is said of the wait is measured: with the app's clock it was 0 or less.
      assert.ok(waited > 0 && waited < TIMEOUT_MS + SLACK_MS, cause);
    });
  }
});
