// Secrets in all that Node prints, and none in any place that it could come out: streams, records, spans, the page,
// saved sessions.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { startCollector } from '../../collector';
import { saveSession } from '../../collector/saving/session';
import { explain, runApp, temporaryFolder } from '../support';

const PLANTED = /hush-[a-z-]+-5ecret/g;
const leaks = (text: string): string[] => [...new Set(text.match(PLANTED) ?? [])].sort();

for (const format of ['json', 'console']) {
  test(`no secret is in what Node prints, the lines being ${format}`, async (t) => {
    const folder = temporaryFolder();
    const collector = await startCollector({
      pageFolder: temporaryFolder({ 'index.html': '', 'page.js': '', 'page.css': '' }),
    });
    t.after(() => collector.close());
    const session = saveSession(collector.store, folder, assert.fail);
    const result = await runApp({
      fixture: 'secrets/printed.mjs',
      env: { LOG_FORMAT: format, FIRSTLIGHT_LOG_MAX_LINE_BYTES: '10000000' },
      collector,
    });
    const { store } = collector;
    const traces = [...new Set(store.spans.map(({ traceId }) => traceId))];
    const paths = [
      '/api/map',
      '/api/metrics',
      ...traces.flatMap((id) => [`/api/traces/${id}`, `/api/traces/${id}.jsonl`]),
    ];
    const page = await Promise.all(paths.map(async (path) => (await fetch(new URL(path, collector.pageUrl))).text()));
    session.close();
    const saved = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    explain(result, ({ code, stdout, stderr }) => {
      assert.equal(code, 0);
      assert.ok(store.logs.length > 20 && traces.length > 0 && saved.join('').length > 1_000);
      assert.ok(!/\[Threw/.test(stdout + stderr), 'nothing is lost to hiding');
      const places = {
        stdout,
        stderr,
        page: page.join('\n'),
        saved: saved.join('\n'),
        store: inspect([store.logs, store.spans], { depth: null, maxArrayLength: null, maxStringLength: null }),
      };
      for (const [place, text] of Object.entries(places)) assert.deepEqual([place, leaks(text)], [place, []]);
    });
  });
}
