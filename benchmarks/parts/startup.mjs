// How much later the app's first line comes, and what has been loaded by then.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApp } from '../app.mjs';
import { cleanEnvironment, otlpEnvironment } from '../environment.mjs';
import { everyCase, interleave } from '../interleave.mjs';
import { sendRequests } from '../request.mjs';
import { groupsOf, subjectTable } from '../table.mjs';
import { breakdown } from './startup-breakdown.mjs';

const MB = 2 ** 20;
const WARM = fileURLToPath(new URL('../../dist/warm.js', import.meta.url));
const GRAPH = 'loading a graph of 400 ES modules';
const APPS = { 'a CommonJS app': 'startup.cjs', 'an ESM app': 'startup.mjs' };

/** A binary tree of modules; each imports its two children. Returns the path of the app that loads them. */
function writeGraph(folder, size) {
  for (let index = 0; index < size; index += 1) {
    const children = [2 * index + 1, 2 * index + 2].filter((child) => child < size);
    const imports = children.map((child) => `import { sum as sum${child} } from './m${child}.mjs';`);
    writeFileSync(
      path.join(folder, `m${index}.mjs`),
      `${imports.join('\n')}\nexport const sum = ` +
        `[${children.map((child) => `sum${child}`).join(', ')}].reduce((a, b) => a + b, 1);\n`,
    );
  }
  const app = path.join(folder, 'graph.mjs');
  copyFileSync(fileURLToPath(new URL('../apps/graph.mjs', import.meta.url)), app);
  return app;
}

async function measureApp(context, { group, subject }, run) {
  const { receiver, options } = context;
  const service = `startup-${run}-${subject.name}-${group.length}`;
  const app = startApp(context, {
    subject,
    file: APPS[group],
    env: otlpEnvironment({ service, receiver, protocol: options.protocol }),
  });
  const listening = app.message('port');
  const firstLineMs = await app.firstLine('app: first line');
  const { port, rss } = await listening;
  await sendRequests(port, 1);
  const { usage } = await app.ask('usage');
  let spans;
  if (subject.nodeArgs.length) {
    // The signal flushes in every subject, upstream included, which then lives on. A profile is only written by an
    // exit.
    if (!options.cpuProf) app.child.kill('SIGTERM');
    const counts = await receiver.settle(service, ({ kinds }) => kinds.SERVER >= 1, { deadlineMs: 10_000 });
    spans = counts.kinds.SERVER ?? 0;
  }
  await (options.cpuProf ? app.stop() : app.kill());
  await receiver.forget(service);
  return { firstLineMs, rssMb: rss / MB, servedRssMb: usage.rss / MB, spans };
}

async function measureGraph(context, { subject }, run, file) {
  const { receiver, options } = context;
  const env = otlpEnvironment({ service: `graph-${run}-${subject.name}`, receiver, protocol: options.protocol });
  const app = startApp(context, { subject, file, env });
  const { graphMs } = await app.message('graphMs');
  await app.stop();
  return { graphMs };
}

/** Counts the modules once: their number does not change from run to run. */
async function countModules(context, subject) {
  const { receiver, options } = context;
  const env = otlpEnvironment({ service: `modules-${subject.name}`, receiver, protocol: options.protocol });
  const app = startApp(context, { subject, file: 'modules.cjs', env });
  const { modules } = await app.message('modules');
  await app.stop();
  return modules;
}

/** Writes firstlight's code cache for the Node that is measured, as the build of an image does. */
function warm({ options }) {
  const { status, stderr } = spawnSync(options.node, [WARM], {
    encoding: 'utf8',
    timeout: 60_000,
    env: cleanEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }),
  });
  if (status !== 0) throw new Error(`${WARM} ended with ${status}:\n${stderr}`);
}

function stagesOf(cases) {
  const table = cases.map(({ runs }) => runs[0]?.breakdown).find(Boolean);
  return table ? [`**the stages of firstlight** (outer ones include what they call)\n\n${table}`] : [];
}

export const startup = {
  name: 'startup',
  title: 'Start-up',
  about:
    'Time from the spawn of the process to the first line that the app prints, seen by the parent; resident ' +
    'memory then, and after one request; ' +
    'files evaluated before the app (a bundle is one file). Each app then serves one request, whose server ' +
    'span must arrive at the receiver. ' +
    'The graph of 400 modules is timed inside the process: what an ESM hook adds to each module.',
  runs: 15,

  async run(context) {
    warm(context);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'firstlight-bench-'));
    try {
      const graph = writeGraph(folder, context.options.quick ? 40 : 400);
      const cases = await interleave({
        ...context,
        cases: everyCase([...Object.keys(APPS), GRAPH], context.subjects),
        measure: (item, run) =>
          item.group === GRAPH ? measureGraph(context, item, run, graph) : measureApp(context, item, run),
      });
      for (const [index, subject] of context.subjects.entries()) {
        cases[index].runs[0].modules = await countModules(context, subject);
        if (subject.name === 'firstlight')
          cases[index].runs[0].breakdown = breakdown(context, subject, context.options.quick ? 1 : 9);
      }
      return cases;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },

  tables: (cases) =>
    groupsOf(cases)
      .map(
        (group) =>
          `**${group}**\n\n${subjectTable(
            cases.filter((item) => item.group === group),
            [
              { key: 'firstLineMs', label: 'first line, ms', added: true, against: ['bare', 'upstream'] },
              { key: 'rssMb', label: 'RSS then, MB', digits: 1, added: true, against: ['upstream'] },
              { key: 'servedRssMb', label: 'RSS after 1 request, MB', digits: 1 },
              { key: 'modules', label: 'files before the app' },
              { key: 'spans', label: 'server spans of 1 request' },
              { key: 'graphMs', label: 'graph loaded in, ms', against: ['bare'] },
            ],
          )}`,
      )
      .concat(stagesOf(cases))
      .join('\n\n'),

  notes: [
    'firstlight’s code cache is written for the Node that is measured (`firstlight warm`), as the build of an ' +
      'image does.',
    'On Node 20 firstlight starts its ESM hook if an ES module is to be patched, or if it is not known ' +
      '(`import()` of a computed name): not in the graph, whose names are all in its source. With the hook the ' +
      'graph takes 2.4 times as long there.',
    'Upstream’s register installs no ESM hook, so it adds nothing to the graph, and ESM imports are not patched.',
    'The resource detectors that ask cloud metadata services are off in every subject: the bench stays on ' +
      'loopback. By default upstream and EDOT have them on, which costs them more than is shown here.',
  ],
};
