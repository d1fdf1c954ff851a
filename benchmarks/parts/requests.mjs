// Requests per second and CPU per request of an Express hello world on one core.

import { startApp } from '../app.mjs';
import { canPin } from '../cores.mjs';
import { otlpEnvironment, TRACES_ONLY } from '../environment.mjs';
import { everyCase, interleave } from '../interleave.mjs';
import { canLoad, generateLoad } from '../load.mjs';
import { sendRequests } from '../request.mjs';
import { groupsOf, subjectTable } from '../table.mjs';

const MB = 2 ** 20;
const QUIET_MS = 7_000;
const SAME_WORK = 'the same work';
const GROUPS = { 'traces only': TRACES_ONLY, [SAME_WORK]: { FIRSTLIGHT_REQUEST_LOG: 'all' } };

/** The hand-written middleware stands in for the lines that firstlight writes itself; the bare app stays bare. */
const workOf = (group, { name }) =>
  group === SAME_WORK && !['bare', 'firstlight'].includes(name) ? { WORK: 'winston' } : {};

const requestLines = ({ bodies }) => (bodies['request started'] ?? 0) + (bodies['request completed'] ?? 0);

/** Runs the Express app under load; used by the delivery part too. `pin` false: all cores are busy. */
export async function loadedRun(context, { group, subject }, run, { pin, warmSeconds, seconds }) {
  const { receiver, options } = context;
  const service = `${context.part}-${run}-${subject.name}-${group.length}`;
  const env = {
    ...otlpEnvironment({ service, receiver, protocol: options.protocol }),
    ...GROUPS[group],
    ...workOf(group, subject),
  };
  const app = startApp(context, { subject, file: 'express.cjs', env, pin: pin && 'app' });
  const { port } = await app.message('port');
  await sendRequests(port, 10);
  if (warmSeconds) await generateLoad({ port, seconds: warmSeconds, pin: pin && 'rest' });
  const { usage: before } = await app.ask('usage');
  const load = await generateLoad({ port, seconds, pin: pin && 'rest' });
  const { usage: after } = await app.ask('usage');
  const wantLogs = subject.nodeArgs.length && group === SAME_WORK ? 2 * after.served : 0;
  const counts =
    subject.nodeArgs.length &&
    (await receiver.settle(service, (found) => found.kinds.SERVER >= after.served && requestLines(found) >= wantLogs, {
      deadlineMs: 60_000,
      quietMs: QUIET_MS,
    }));
  const { usage: end } = await app.ask('usage');
  await app.stop();
  await receiver.forget(service);
  const served = after.served - before.served;
  const cpuUs = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  return {
    perSecond: load.perSecond,
    cpuUs: cpuUs / served,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    failed: load.failed,
    rssMb: end.rss / MB,
    served: after.served,
    spansDelivered: counts ? (100 * (counts.kinds.SERVER ?? 0)) / after.served : undefined,
    recordsDelivered: wantLogs ? (100 * requestLines(counts)) / wantLogs : undefined,
    spansPerRequest: counts && counts.kinds.SERVER ? counts.spans / counts.kinds.SERVER : undefined,
    linesPerRequest: group === SAME_WORK ? app.out.lines / after.served : undefined,
    duplicates: counts ? counts.duplicates : undefined,
  };
}

export { SAME_WORK };

export const requests = {
  name: 'requests',
  title: 'Requests',
  about:
    `Express 5 hello ` +
    `world${canPin ? ' pinned to one core, load generator and receiver on the other cores' : ''}: autocannon ` +
    `with 20 keep-alive connections, 3 s to warm up, then 8 s. ` +
    'CPU is that of the whole process, all its threads, from `process.cpuUsage()`. The same work is: server ' +
    'span, metrics, a start and an end line per request, on stdout and over OTLP. For it upstream and EDOT ' +
    'carry a hand-written winston middleware that writes the lines with a request ID; ' +
    'firstlight writes them itself; bare Node does nothing of it in either table.',
  runs: 5,

  async run(context) {
    if (!canLoad()) {
      context.report('left out: autocannon is not installed (npm ci --prefix benchmarks)');
      return [];
    }
    const times = context.options.quick ? { warmSeconds: 0, seconds: 1 } : { warmSeconds: 3, seconds: 8 };
    return interleave({
      ...context,
      cases: everyCase(Object.keys(GROUPS), context.subjects),
      measure: (item, run) => loadedRun(context, item, run, { pin: true, ...times }),
    });
  },

  tables: (cases) =>
    groupsOf(cases)
      .map(
        (group) =>
          `**${group}**\n\n${subjectTable(
            cases.filter((item) => item.group === group),
            [
              { key: 'perSecond', label: 'requests/s', against: ['bare', 'upstream'] },
              { key: 'cpuUs', label: 'CPU per request, µs', added: true, against: ['bare', 'upstream'] },
              { key: 'p99Ms', label: 'p99, ms' },
              { key: 'rssMb', label: 'RSS at the end, MB' },
              { key: 'spansPerRequest', label: 'spans per request', digits: 2 },
              { key: 'linesPerRequest', label: 'lines per request', digits: 2 },
              { key: 'spansDelivered', label: 'server spans delivered, %', digits: 1 },
              { key: 'recordsDelivered', label: 'log records delivered, %', digits: 1 },
            ],
          )}`,
      )
      .join('\n\n'),

  notes: [
    'A subject that drops spans saves the cost of sending them: read its rate together with what it delivered.',
    'Spans per request differ: upstream traces Express 5 by two instrumentations.',
  ],
};
