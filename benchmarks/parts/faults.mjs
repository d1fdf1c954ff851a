// What a collector that fails costs the app, and what arrives when it is back.

import { startApp } from '../app.mjs';
import { canPin } from '../cores.mjs';
import { otlpEnvironment } from '../environment.mjs';
import { everyCase, interleave } from '../interleave.mjs';
import { openRelay } from '../relay.mjs';
import { sendRequests } from '../request.mjs';
import { summary } from '../statistics.mjs';
import { generateSteadyLoad } from '../steady.mjs';
import { cell, markdown } from '../table.mjs';
import { titleOf } from '../subjects.mjs';

const MB = 2 ** 20;
const RATE = 1_000;
const [HEALTHY, HOLED, DOWN] = ['healthy', 'black-holed', 'down, then back'];
// Back-off of the subjects is at most this long: when nothing came for longer, what is missing was dropped.
const QUIET_MS = 25_000;

const requestLines = ({ bodies }) => (bodies['request started'] ?? 0) + (bodies['request completed'] ?? 0);

async function measure(context, { group, subject }, run) {
  // A count, no time: once is enough for a case of two minutes.
  if (group === DOWN && run > 0) return {};
  const { receiver, options } = context;
  const { warm, hold, down } = options.quick ? { warm: 0.2, hold: 0.5, down: 0.5 } : { warm: 5, hold: 20, down: 60 };
  const relay = await openRelay(options.protocol === 'grpc' ? receiver.grpcPort : receiver.httpPort);
  if (group === HOLED) relay.hole();
  const service = `faults-${run}-${subject.name}-${group.length}`;
  const ports = { grpcPort: relay.port, httpPort: relay.port };
  const work = ['bare', 'firstlight'].includes(subject.name) ? {} : { WORK: 'winston' };
  const app = startApp(context, {
    subject,
    file: 'express.cjs',
    pin: 'app',
    env: { ...otlpEnvironment({ service, receiver: ports, protocol: options.protocol }), ...work },
  });
  try {
    const { port } = await app.message('port');
    await sendRequests(port, 10);
    const load = (seconds) => generateSteadyLoad({ port, seconds, rate: RATE, pin: 'rest' });
    if (warm) await load(warm);
    if (group !== DOWN) {
      const { p50Ms, p99Ms, failed } = await load(hold);
      return { p50Ms, p99Ms, failed };
    }
    await relay.down();
    const { p99Ms, failed } = await load(down);
    const { usage: away } = await app.ask('usage');
    await relay.up();
    const backAt = performance.now();
    const wantLogs = 2 * away.served;
    const counts = await receiver.settle(
      service,
      (found) => found.kinds.SERVER >= away.served && requestLines(found) >= wantLogs,
      { deadlineMs: 180_000, quietMs: options.quick ? 3_000 : QUIET_MS },
    );
    const complete = counts.kinds.SERVER >= away.served && requestLines(counts) >= wantLogs;
    return {
      p99Ms,
      failed,
      served: away.served,
      rssMb: away.rss / MB,
      spansDelivered: (100 * (counts.kinds.SERVER ?? 0)) / away.served,
      recordsDelivered: (100 * requestLines(counts)) / wantLogs,
      duplicates: counts.duplicates,
      completeAfterS: complete ? (performance.now() - backAt) / 1000 : undefined,
    };
  } finally {
    await app.stop();
    await relay.close();
    await receiver.forget(service);
  }
}

const valuesOf = (cases, group, subject, key) =>
  cases.find((item) => item.group === group && item.subject === subject)?.runs.map((run) => run[key]) ?? [];

export const faults = {
  name: 'faults',
  title: 'Collector faults',
  about:
    `Express hello world${canPin ? ' on a core of its own' : ''} at a steady ${RATE.toLocaleString('en-US')} ` +
    `requests a second, a start and an end line each, in front of a collector that is healthy; that accepts ` +
    `connections and never answers; and that is gone for 60 s and comes back. ` +
    'p99 is what a client sees, over 20 s. Delivered is what the receiver has in the end of all server spans ' +
    'and request lines, those before and during the outage.',
  runs: 3,

  run: (context) =>
    interleave({
      ...context,
      cases: everyCase([HEALTHY, HOLED, DOWN], context.subjects).filter(
        ({ group, subject }) => group === HEALTHY || subject.nodeArgs.length,
      ),
      measure: (item, run) => measure(context, item, run),
    }),

  tables(cases) {
    const subjects = [...new Set(cases.map(({ subject }) => subject))];
    const ratio = (name) => {
      const [holed, healthy] = [HOLED, HEALTHY].map((group) => summary(valuesOf(cases, group, name, 'p99Ms'))?.median);
      return holed === undefined ? '' : `${(holed / healthy).toFixed(2)} ×`;
    };
    const rows = subjects.map((name) => [
      titleOf(name),
      cell(valuesOf(cases, HEALTHY, name, 'p99Ms'), 2),
      cell(valuesOf(cases, HOLED, name, 'p99Ms'), 2),
      ratio(name),
      ...[
        ['spansDelivered', 1],
        ['recordsDelivered', 1],
        ['duplicates', 0],
        ['completeAfterS', 1],
        ['rssMb', 0],
      ].map(([key, digits]) => cell(valuesOf(cases, DOWN, name, key), digits)),
    ]);
    return markdown(
      [
        '',
        'p99, healthy, ms',
        'p99, black-holed, ms',
        'of healthy',
        'spans delivered after 60 s without a collector, %',
        'log records, %',
        'spans twice',
        'complete after, s',
        'RSS at its return, MB',
      ],
      rows,
    );
  },

  notes: [
    'What waits is bounded: firstlight keeps 64 MiB over all signals, or a tenth of a small container’s memory ' +
      '(`FIRSTLIGHT_MAX_QUEUE_BYTES`), upstream and EDOT 2,048 spans and as many records.',
  ],
};
