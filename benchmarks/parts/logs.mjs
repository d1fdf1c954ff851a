// Log lines per second, until the last one is written; what did not arrive is counted too.

import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../app.mjs';
import { otlpEnvironment, TRACES_ONLY } from '../environment.mjs';
import { everyCase, interleave } from '../interleave.mjs';
import { groupsOf, subjectTable } from '../table.mjs';
import { openTarget, TARGET_NAMES } from '../watch-lines.mjs';

const QUIET_MS = 300;
const SETTLED_MS = 30;
const LOST_MS = 5_000;
// A batch of spans must not fall into the time of the lines, nor into the bytes that /dev/null is measured by.
const LATE_SPANS = { OTEL_BSP_SCHEDULE_DELAY: '600000' };

const PEERS = ['winston', 'pino', 'console.log'].map((name) => ({ name, writer: name, under: 'bare', env: {} }));
const UNDER_SUBJECTS = [
  { name: 'firstlight', writer: 'firstlight', under: 'firstlight', env: { ...TRACES_ONLY, ...LATE_SPANS } },
  {
    name: 'firstlight, hiding secrets',
    writer: 'firstlight with a secret',
    under: 'firstlight',
    env: { ...TRACES_ONLY, ...LATE_SPANS, FIRSTLIGHT_LOG_REDACT: 'email,user.address.*,**.iban' },
  },
  { name: 'firstlight, and OTLP', writer: 'firstlight', under: 'firstlight', env: LATE_SPANS, otlp: true },
  {
    name: 'winston, and OTLP by upstream',
    writer: 'winston instrumented',
    under: 'upstream',
    env: LATE_SPANS,
    otlp: true,
  },
];

function ask(port, lines) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: `/?lines=${lines}`, agent: false }, async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve(JSON.parse(body));
      })
      .once('error', reject);
  });
}

/**
 * Waits until `lines` more lines came or nothing has come for a while; /dev/null has only the second way to know. Lines
 * are counted once nothing more comes.
 */
async function written(counter, from, lines) {
  for (;;) {
    const quietMs = performance.now() - counter.at;
    if (
      from === undefined
        ? quietMs > QUIET_MS
        : quietMs > SETTLED_MS && (counter.lines - from >= lines || quietMs > LOST_MS)
    )
      return;
    await pause(5);
  }
}

async function measure(context, { group, subject }, run) {
  const { receiver, options } = context;
  const lines = options.quick ? 2_000 : 100_000;
  const service = `logs-${run}-${subject.name}-${group}`;
  const env = { ...otlpEnvironment({ service, receiver, protocol: options.protocol }), ...subject.env };
  const target = openTarget(group);
  const app = startApp(context, {
    subject,
    file: 'logs.cjs',
    args: [subject.writer],
    env,
    stdout: target.stdout,
    isCounted: false,
  });
  const { port } = await app.message('port');
  const { counter } = target;
  target.begin(app);
  const from = () => (group === '/dev/null' ? undefined : counter.lines);
  const warm = from();
  await ask(port, lines / 10);
  await written(counter, warm, lines / 10);
  const [begun, bytes, startedAt] = [from(), counter.bytes, performance.now()];
  const { callP99Us, disabledNs } = await ask(port, lines);
  await written(counter, begun, lines);
  const figures = {
    perSecond: lines / ((counter.at - startedAt) / 1000),
    bytesPerLine: (counter.bytes - bytes) / lines,
    callP99Us,
    disabledNs,
    kept: begun === undefined ? undefined : (100 * (counter.lines - begun)) / lines,
  };
  await app.stop();
  await target.end();
  if (subject.otlp) {
    const made = lines + lines / 10;
    const { bodies } = await receiver.settle(service, (counts) => counts.bodies['bench line'] >= made, {
      deadlineMs: 10_000,
      quietMs: 500,
    });
    figures.recordsDelivered = (100 * (bodies['bench line'] ?? 0)) / made;
  }
  await receiver.forget(service);
  return figures;
}

export const logs = {
  name: 'logs',
  title: 'Log lines',
  about:
    'One process writes 100,000 lines of three fields, with request and trace IDs from the async context on ' +
    'each, in bursts of 100 with a turn of the event loop between them. The clock stops when the last line ' +
    'has been written: ' +
    'a pipe is read by another process, which counts its lines afterwards, a file is read back, /dev/null is ' +
    'measured by the bytes that the kernel saw. A call is one call of the logger; a disabled call is one ' +
    'below the level.',
  runs: 5,

  run(context) {
    const under = new Map(context.subjects.map((subject) => [subject.name, subject.nodeArgs]));
    const writers = [...PEERS, ...UNDER_SUBJECTS]
      .filter((writer) => under.has(writer.under))
      .map((writer) => ({ ...writer, nodeArgs: under.get(writer.under) }));
    return interleave({
      ...context,
      cases: everyCase(TARGET_NAMES, writers).filter(({ group, subject }) => !(subject.otlp && group === '/dev/null')),
      measure: (item, run) => measure(context, item, run),
    });
  },

  tables: (cases) =>
    groupsOf(cases)
      .map(
        (group) =>
          `**to ${group === '/dev/null' ? group : `a ${group}`}**\n\n${subjectTable(
            cases.filter((item) => item.group === group),
            [
              { key: 'perSecond', label: 'lines/s', against: ['winston', 'pino'] },
              { key: 'kept', label: 'lines kept, %', digits: 1 },
              { key: 'bytesPerLine', label: 'bytes per line' },
              { key: 'callP99Us', label: 'p99 of a call, µs', digits: 1 },
              { key: 'disabledNs', label: 'disabled call, ns' },
              { key: 'recordsDelivered', label: 'log records delivered, %', digits: 1 },
            ],
          )}`,
      )
      .join('\n\n'),

  notes: [
    'winston, pino and console.log run without any telemetry and find their IDs in one async context; ' +
      'firstlight runs with tracing on. "And OTLP": each line is sent as a log record as well.',
    '"Hiding secrets": a fourth field of each line is a token, and FIRSTLIGHT_LOG_REDACT adds a name and two ' +
      'paths with globs. The names of the usual secrets are looked for in every other run of firstlight, too.',
    'pino is `pino.destination(1)`, synchronous, with a mixin, in an app that never touches `process.stdout`: ' +
      'its best case on a pipe. Once anything has touched it, as `pino()` without a destination does, the pipe ' +
      'no longer blocks, and pino sleeps 100 ms whenever the pipe is full. winston is its Console transport ' +
      'with the timestamp and json formats. console.log has no levels: its disabled call is an empty function.',
  ],
};
