// What arrives of what was made, for each way in which a process ends, and under load.

import { startApp, within } from '../app.mjs';
import { otlpEnvironment } from '../environment.mjs';
import { everyCase, interleave } from '../interleave.mjs';
import { canLoad } from '../load.mjs';
import { groupsOf, markdown } from '../table.mjs';
import { summary } from '../statistics.mjs';
import { titleOf } from '../subjects.mjs';
import { loadedRun, SAME_WORK } from './requests.mjs';

const ENDINGS = ['natural end', 'process.exit(3)', 'throw', 'unhandled rejection', 'SIGTERM', 'SIGINT'];
const UNDER_LOAD = 'under load';
const ALIVE_MS = 6_000;
// Everything that a dead process sent is in the receiver's socket: only the decoding is awaited.
const SETTLE_MS = 500;

async function measureEnding(context, { group, subject }, run) {
  const { receiver, options } = context;
  const service = `delivery-${run}-${subject.name}-${ENDINGS.indexOf(group)}`;
  const writer = subject.name === 'firstlight' ? 'console' : 'winston';
  const env = otlpEnvironment({ service, receiver, protocol: options.protocol });
  const app = startApp(context, { subject, file: 'ending.cjs', args: [group, writer], env });
  const { made } = await app.message('made');
  const endedAt = performance.now();
  if (group.startsWith('SIG')) app.child.kill(group);
  const end = await within(ALIVE_MS, 'alive', app.exited).catch(() => undefined);
  if (!end) await app.kill();
  await app.out.end;
  const complete = ({ names, bodies }) =>
    !subject.nodeArgs.length || (names['bench span'] >= made && bodies['bench line'] >= made);
  const counts = await receiver.settle(service, complete, { deadlineMs: SETTLE_MS });
  await receiver.forget(service);
  return {
    made,
    spans: counts.names['bench span'] ?? 0,
    records: counts.bodies['bench line'] ?? 0,
    lines: app.out.head.split('bench line').length - 1,
    outcome: end ? String(end.signal ?? end.code) : `alive after ${ALIVE_MS / 1000} s`,
    exitMs: end ? end.at - endedAt : undefined,
  };
}

async function measureLoad(context, { subject }, run) {
  const { spansDelivered, recordsDelivered, perSecond, served } = await loadedRun(
    context,
    { group: SAME_WORK, subject },
    run,
    { pin: false, warmSeconds: 0, seconds: context.options.quick ? 1 : 8 },
  );
  return { spansDelivered, recordsDelivered, perSecond, served };
}

const sum = (runs, key) => runs.reduce((total, run) => total + run[key], 0);

function describe({ group, subject, runs }) {
  if (group === UNDER_LOAD) {
    const [spans, records] = ['spansDelivered', 'recordsDelivered'].map((key) =>
      summary(runs.map((run) => run[key]))?.median.toFixed(1),
    );
    return spans === undefined ? '' : `${spans} % of spans, ${records} % of records`;
  }
  const ends = [...new Set(runs.map(({ outcome }) => outcome))].join(', ');
  const exit = summary(runs.map(({ exitMs }) => exitMs));
  const after = exit ? ` after ${Math.round(exit.median)} ms` : '';
  if (subject === 'bare') return `${ends}${after}`;
  const made = sum(runs, 'made');
  return `${sum(runs, 'spans')}/${made} spans, ${sum(runs, 'records')}/${made} records; ${ends}${after}`;
}

export const delivery = {
  name: 'delivery',
  title: 'Delivery',
  about:
    'A process makes 20 spans and 20 log records and ends at once; counted is what the receiver has, over all ' +
    'runs. Behind it: exit code or signal, and the time from the end of the work to the end of the process ' +
    '(bare Node shows what they are without telemetry). Under load: Express at the same work as in Requests ' +
    'with all cores busy; server spans and log records that arrived, of those made.',
  runs: 3,

  run(context) {
    const groups = canLoad() ? [...ENDINGS, UNDER_LOAD] : ENDINGS;
    if (!canLoad()) context.report('under load is left out: autocannon is not installed (npm ci --prefix benchmarks)');
    return interleave({
      ...context,
      cases: everyCase(groups, context.subjects).filter(
        ({ group, subject }) => group !== UNDER_LOAD || subject.nodeArgs.length,
      ),
      measure: (item, run) =>
        item.group === UNDER_LOAD ? measureLoad(context, item, run) : measureEnding(context, item, run),
    });
  },

  tables(cases) {
    const subjects = [...new Set(cases.map(({ subject }) => subject))];
    const rows = groupsOf(cases).map((group) => [
      group,
      ...subjects.map((name) => {
        const found = cases.find((item) => item.group === group && item.subject === name);
        return found ? describe(found) : '';
      }),
    ]);
    return markdown(['', ...subjects.map(titleOf)], rows);
  },

  notes: [
    'The log lines are written by winston under upstream and EDOT, whose instrumentation sends them as ' +
      'records, and by `console.log` under firstlight.',
  ],
};
