import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp, type RunOptions, type RunResult } from '../support';

const signals: NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

interface Case {
  title: string;
  options: RunOptions;
  /** Spans by the app's own tracer, all of which must arrive. */ spans: number;
  log: string;
}

const endings: Case[] = [
  'natural',
  'exit code',
  'process.exit',
  'process.exit in a callback',
  'throw',
  'rejection',
].map((ending) => ({
  title: ending,
  options: { fixture: 'preload/ending.cjs', args: [ending] },
  spans: 20,
  log: 'line 4',
}));
const killed: Case[] = signals.map((signal) => ({
  title: signal,
  options: { fixture: 'preload/ending.cjs', args: ['listening'], signal },
  spans: 20,
  log: 'line 4',
}));
const drained: Case[] = signals.flatMap((signal) =>
  ['naturally', 'exit'].map((how) => ({
    title: `${signal}, the app drains and ends ${how}`,
    options: { fixture: 'preload/drain.cjs', args: [how], signal },
    spans: 5,
    log: 'all done',
  })),
);
const watched: Case[] = signals.flatMap((signal) =>
  [3, 4].map((version) => ({
    title: `${signal} with signal-exit ${version}`,
    options: { fixture: `preload/signal-exit${version}.cjs`, signal },
    spans: 0,
    log: '',
  })),
);

onEachRuntime(
  ({ binary }) => {
    for (const { title, options, spans, log } of [...endings, ...killed, ...drained, ...watched]) {
      test(`${title}: ends as without firstlight, and everything is delivered`, async () => {
        const [bare, result] = await Promise.all([
          runApp({ ...options, node: binary, preload: 'none', collector: false }),
          runApp({ ...options, node: binary }),
        ]);
        explain(result, () => {
          assert.deepEqual(ending(result), ending(bare));
          assert.equal(result.spans.filter(({ scope }) => scope.name === 'app').length, spans, 'spans delivered');
          if (log)
            assert.equal(
              result.logs.filter(({ body }) => body === log).length,
              1,
              `the log record '${log}' is delivered once`,
            );
          const counts = result.metrics
            .filter(({ name }) => name === 'app.ends')
            .flatMap(({ points }) => points.map(({ value }) => value));
          // Cumulative: what is reported twice says the same.
          assert.deepEqual([...new Set(counts)], [1], 'the metric is delivered');
        });
      });
    }
  },
  { every: true },
);

/** What the outside sees: code, signal, and the app's own raw lines, whose order says which handlers ran. */
function ending({ code, signal, stdout }: RunResult): unknown {
  const raw = stdout.split('\n').filter((line) => /^(exit event|cleanup|drained)/.test(line));
  return { code, signal, raw };
}
