// Whether memory grows: the same steady load for ten minutes, after it has warmed up.

import { startApp } from '../app.mjs';
import { otlpEnvironment } from '../environment.mjs';
import { sendRequests } from '../request.mjs';
import { median } from '../statistics.mjs';
import { generateSteadyLoad } from '../steady.mjs';
import { subjectTable } from '../table.mjs';

const MB = 2 ** 20;
const RATE = 250;
const [SECONDS, WARM_SECONDS, EVERY_MS] = [600, 120, 1_000];

/** Resident memory, sampled for as long as `running` is not settled. */
async function sample(app, everyMs, running) {
  const samples = [];
  let done = false;
  const end = running.finally(() => {
    done = true;
  });
  while (!done) {
    const { usage } = await app.ask('usage');
    samples.push(usage.rss / MB);
    await Promise.race([
      end,
      new Promise((resolve) => {
        setTimeout(resolve, everyMs);
      }),
    ]);
  }
  await end;
  return samples;
}

/** The median of the last fifth above that of the first: single samples are the garbage collector's. */
function growth(samples) {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  return median(samples.slice(-fifth)) - median(samples.slice(0, fifth));
}

async function measure(context, subject, run) {
  const { receiver, options } = context;
  const seconds = options.seconds ?? (options.quick ? 1 : SECONDS);
  const service = `soak-${run}-${subject.name}`;
  const work = ['bare', 'firstlight'].includes(subject.name) ? {} : { WORK: 'winston' };
  const app = startApp(context, {
    subject,
    file: 'express.cjs',
    env: { ...otlpEnvironment({ service, receiver, protocol: options.protocol }), ...work },
  });
  const { port } = await app.message('port');
  await sendRequests(port, 10);
  await generateSteadyLoad({ port, seconds: Math.min(WARM_SECONDS, seconds / 2), rate: RATE });
  const samples = await sample(app, options.quick ? 50 : EVERY_MS, generateSteadyLoad({ port, seconds, rate: RATE }));
  const { usage } = await app.ask('usage');
  const counts =
    subject.nodeArgs.length &&
    (await receiver.settle(service, (found) => found.kinds.SERVER >= usage.served, {
      deadlineMs: 30_000,
      quietMs: 7_000,
    }));
  await app.stop();
  await receiver.forget(service);
  return {
    minutes: seconds / 60,
    startMb: median(samples.slice(0, Math.ceil(samples.length / 5))),
    peakMb: Math.max(...samples),
    growthMb: growth(samples),
    spansDelivered: counts ? (100 * (counts.kinds.SERVER ?? 0)) / usage.served : undefined,
  };
}

export const soak = {
  name: 'soak',
  title: 'Soak',
  about:
    `Resident memory of the Express app at a steady ${RATE} requests a second with all signals and two lines ` +
    `a request, sampled every second for ten minutes (\`--seconds N\` for another time) after two minutes of ` +
    `warm-up. ` +
    'Growth is the median of the last fifth of the samples above that of the first. The subjects run side by ' +
    'side, so the time is that of one.',
  runs: 1,

  async run(context) {
    const results = context.subjects.map(({ name }) => ({ group: 'Express', subject: name, runs: [] }));
    for (let run = 0; run < context.runs; run += 1) {
      context.report(
        `run ${run + 1} of ${context.runs}: ${context.subjects.map(({ name }) => name).join(', ')}, side by side`,
      );
      const figures = await Promise.all(context.subjects.map((subject) => measure(context, subject, run)));
      figures.forEach((figure, index) => results[index].runs.push(figure));
    }
    return results;
  },

  tables: (cases) =>
    subjectTable(cases, [
      { key: 'minutes', label: 'minutes' },
      { key: 'startMb', label: 'RSS after warm-up, MB', digits: 1 },
      { key: 'growthMb', label: 'growth, MB', digits: 1 },
      { key: 'peakMb', label: 'highest, MB', digits: 1 },
      { key: 'spansDelivered', label: 'server spans delivered, %', digits: 1 },
    ]),
};
