// Where firstlight's own part of the start goes, as its stages measure it (FIRSTLIGHT_TRACE_STARTUP).

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../environment.mjs';
import { median } from '../statistics.mjs';

const app = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'apps', 'nothing.cjs');

/** The stages of one start, in ms; `loading` is what Node and the bundle took before the first of them. */
function startOnce({ options }, subject) {
  const { stderr } = spawnSync(options.node, [...subject.nodeArgs, app], {
    encoding: 'utf8',
    timeout: 30_000,
    env: cleanEnvironment({
      FIRSTLIGHT_TRACE_STARTUP: 'true',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    }),
  });
  const line = stderr.split('\n').find((text) => text.includes('FL_STARTUP'));
  if (!line) throw new Error(`no FL_STARTUP line from ${subject.name}:\n${stderr}`);
  const { before_ms: loading, total_ms: stages, stages: each } = JSON.parse(line);
  return { 'Node and loading the bundle': loading, 'all stages': stages, ...each };
}

/** Medians over `runs` starts, as a Markdown table. */
export function breakdown(context, subject, runs) {
  const starts = Array.from({ length: runs }, () => startOnce(context, subject));
  const rows = Object.keys(starts[0]).map(
    (stage) => `| ${stage} | ${median(starts.map((start) => start[stage] ?? 0)).toFixed(1)} |`,
  );
  return `| stage | ms |\n| --- | ---: |\n${rows.join('\n')}`;
}
