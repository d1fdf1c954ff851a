// What a small app weighs in production: Express, exporting, after a thousand requests.

import { startApp } from '../app.mjs';
import { otlpEnvironment } from '../environment.mjs';
import { everyCase, interleave } from '../interleave.mjs';
import { sendRequests } from '../request.mjs';
import { subjectTable } from '../table.mjs';

const MB = 2 ** 20;
// The default delay of a batch is 5 s: when nothing came for longer, what is missing was dropped.
const QUIET_MS = 7_000;

async function measure(context, { subject }, run) {
  const { receiver, options } = context;
  const service = `memory-${run}-${subject.name}`;
  const app = startApp(context, {
    subject,
    file: 'express.cjs',
    env: otlpEnvironment({ service, receiver, protocol: options.protocol }),
  });
  const { port } = await app.message('port');
  const count = options.quick ? 50 : 1000;
  await sendRequests(port, count, 10);
  let delivered;
  if (subject.nodeArgs.length) {
    const { kinds } = await receiver.settle(service, (counts) => counts.kinds.SERVER >= count, {
      deadlineMs: 30_000,
      quietMs: QUIET_MS,
    });
    delivered = (100 * (kinds.SERVER ?? 0)) / count;
  }
  const { usage } = await app.ask('usage');
  await app.stop();
  await receiver.forget(service);
  return { rssMb: usage.rss / MB, delivered };
}

export const memory = {
  name: 'memory',
  title: 'Memory',
  about:
    'Resident memory of a small Express app after 1,000 requests over 10 keep-alive connections, once the ' +
    'spans have been exported. Traces, metrics and log records go out over OTLP; ' +
    'firstlight writes its two request lines too, the others have none.',
  runs: 5,
  run: (context) =>
    interleave({
      ...context,
      cases: everyCase(['Express'], context.subjects),
      measure: (item, run) => measure(context, item, run),
    }),
  tables: (cases) =>
    subjectTable(cases, [
      { key: 'rssMb', label: 'RSS, MB', digits: 1, added: true, against: ['bare', 'upstream'] },
      { key: 'delivered', label: 'server spans delivered, %', digits: 1 },
    ]),
};
