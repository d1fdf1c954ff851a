import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { upstreamInstrumentations } from '../../lib/config';
import { explain, listSpans, needsService, root, type RunResult, runApp, runtimes, temporaryFolder } from '../support';
import { type Case, folder, readCase } from './case';

test('every instrumentation of upstream has its case', () => {
  const names = readdirSync(folder).flatMap((file) => /^(.+)\.case\.cjs$/.exec(file)?.[1] ?? []);
  assert.deepEqual(names.sort(), [...upstreamInstrumentations].sort());
});

/**
 * The oldest has its module hooks in a thread, 24 has them in the app's own; CommonJS is patched alike in both, which
 * saves the first of them a run.
 */
const chosen = runtimes().filter(({ major }, _index, all) => all.length === 1 || major === 20 || major === 24);

for (const { name: runtime, binary, major } of chosen) {
  describe(runtime, { concurrency: 2 }, () => {
    for (const name of upstreamInstrumentations) {
      const it = readCase(name);
      if (it.newest && major > it.newest) continue;
      const formats = it.newest || major === chosen.at(-1)!.major ? ['cjs', 'mjs'] : ['mjs'];
      for (const format of formats) {
        test(`${name} in ${format}${it.standsIn ? ` against ${it.standsIn}` : ''}`, async (t) => {
          if (it.service && !(await needsService(t, it.service))) return;
          explain(
            await runApp({
              fixture: `instrumentations/load.${format}`,
              args: [name],
              node: binary,
              env: { ...it.env },
            }),
            (result) => check(name, it, result),
          );
        });
      }
      if (major > 20) continue;
      // That one imports by names which only show when it runs, which takes the hooks thread; this one as apps do.
      test(`${name} in an ES module that names its imports`, async (t) => {
        if (it.service && !(await needsService(t, it.service))) return;
        explain(await runApp({ fixture: writeApp(name, it), node: binary, env: { ...it.env } }), (result) =>
          check(name, it, result),
        );
      });
    }
  });
}

function check(name: string, it: Case, { code, stderr, spans, metrics, logs }: RunResult): void {
  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /ExperimentalWarning|DEP0205|FL_STAGE_FAILED|Invalid attribute value/);
  const own = spans.filter(({ scope }) => scope.name === (it.scope ?? `@opentelemetry/instrumentation-${name}`));
  for (const { kind, name: pattern, times, status } of it.spans ?? []) {
    const found = own.filter(
      (span) => span.kind === kind && pattern.test(span.name) && (!status || span.status.code === status),
    );
    assert.equal(found.length, times, `${kind} spans like ${pattern} among ${listSpans(own)}`);
  }
  for (const pattern of it.metrics ?? [])
    assert.ok(
      metrics.some((metric) => pattern.test(metric.name)),
      `a metric like ${pattern} among ${metrics.map((metric) => metric.name).join(', ')}`,
    );
  for (const pattern of it.logs ?? [])
    assert.ok(
      logs.some(({ body }) => pattern.test(String(body))),
      `a log record like ${pattern}`,
    );
}

/** The twin of load.mjs for one case, with the packages installed beside it. */
function writeApp(name: string, { modules }: Case): string {
  const names = new Set(
    ['@opentelemetry/api', ...modules].flatMap((module) => /^(?:@[^/]+\/)?[^/]+/.exec(module) ?? []),
  );
  const app = temporaryFolder({
    'app.mjs': [
      "import { trace } from '@opentelemetry/api';",
      `import it from ${JSON.stringify(join(folder, `${name}.case.cjs`))};`,
      ...modules.map((module, index) => `import * as m${index} from ${JSON.stringify(module)};`),
      "await trace.getTracer('app').startActiveSpan('app', async (span) => {",
      `  await it.run(${modules.map((_, index) => `m${index}`).join(', ')});`,
      '  span.end();',
      '});',
      '',
    ].join('\n'),
  });
  for (const installed of names) {
    const place = [folder, root].map((at) => join(at, 'node_modules', installed)).find((at) => existsSync(at));
    if (!place) continue;
    mkdirSync(dirname(join(app, 'node_modules', installed)), { recursive: true });
    symlinkSync(place, join(app, 'node_modules', installed), 'junction');
  }
  return join(app, 'app.mjs');
}
