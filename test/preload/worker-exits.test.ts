import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, onEachRuntime, type RunOptions, runApp, type RunResult } from '../support';

// Far above the 150 ms that the end may take, and far below the deadline: an end that waits for the deadline is found
// out on a busy machine, too.
const DEADLINE_MS = 30_000;
const PROMPT_MS = 10_000;

const count = ['--require', join(fixtures, 'preload', 'count-exporters.cjs')];
const env = { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS) };

const ends: { title: string; args: string[]; signal?: NodeJS.Signals }[] = [
  ...['process.exit', 'throw', 'rejection'].map((ending) => ({ title: ending, args: [ending] })),
  ...(['SIGTERM', 'SIGINT', 'SIGHUP'] as const).map((signal) => ({ title: signal, args: ['signal'], signal })),
];
const kinds = ['plain', 'own environment', 'own flags', 'own data and ports'].flatMap((kind) => [
  kind,
  `${kind}, below`,
]);

onEachRuntime(({ binary }) => {
  for (const { title, args, signal } of ends) {
    test(`${title} while workers are busy: ends as without firstlight, and what they had made is delivered`, async () => {
      const options: RunOptions = { fixture: 'preload/workers-busy.cjs', node: binary, args, signal };
      const [bare, result] = await Promise.all([
        runApp({ ...options, preload: 'none', collector: false }),
        runApp({ ...options, nodeArgs: count, env }),
      ]);
      explain(result, () => {
        assert.deepEqual([result.code, result.signal], [bare.code, bare.signal]);
        const [spans, lines, turns] = /^made (\d+) (\d+) (\d+)$/m.exec(result.stderr)!.slice(1).map(Number) as [
          number,
          number,
          number,
        ];
        assert.ok(spans >= 100, `${spans} spans were made`);
        atLeast(result.spans.filter(({ name }) => name === 'busy').length, spans, 'spans');
        atLeast(result.logs.filter(({ body }) => body === 'busy line').length, lines, 'log records');
        atLeast(
          lastValues(result, 'app.turns', 'thread.id').reduce((sum, [, value]) => sum + value, 0),
          turns,
          'turns by the metric',
        );
        assert.deepEqual(exporters(result), ['exporter thread of thread 0']);
        assert.ok(
          result.durationMs < bare.durationMs + PROMPT_MS,
          `it took ${Math.round(result.durationMs)} ms, bare Node ${Math.round(bare.durationMs)}`,
        );
      });
    });
  }

  for (const ending of ['naturally', 'terminate', 'process.exit', 'throw']) {
    for (const preload of ['import', 'options'] as const) {
      test(
        `workers of all kinds end by ${ending}: everything is delivered by one exporter thread ` + `(${preload})`,
        async () => {
          const options: RunOptions = { fixture: 'preload/workers-ending.cjs', node: binary, args: [ending] };
          const [bare, result] = await Promise.all([
            runApp({ ...options, preload: 'none', collector: false }),
            runApp({ ...options, preload, nodeArgs: count, env }),
          ]);
          explain(result, () => {
            assert.equal(result.code, bare.code);
            assert.deepEqual(raw(result), raw(bare), 'what the app says by itself');
            // An environment of its own leaves no NODE_OPTIONS, so no preload.
            const made = preload === 'import' ? kinds : kinds.filter((kind) => !kind.startsWith('own environment'));
            const spans = Object.fromEntries(
              made.map((kind) => [kind, result.spans.filter(({ name }) => name === `span of ${kind}`).length]),
            );
            assert.deepEqual(spans, Object.fromEntries(made.map((kind) => [kind, 5])));
            for (const kind of made)
              assert.equal(
                result.logs.filter(({ body }) => body === `line of ${kind}`).length,
                1,
                `the line of ${kind}`,
              );
            assert.deepEqual(
              lastValues(result, 'app.ends', 'who').sort(),
              made.map((kind): [string, number] => [kind, 1]).sort(),
            );
            assert.deepEqual(exporters(result), ['exporter thread of thread 0']);
            assert.equal(
              new Set(result.spans.map(({ resource }) => JSON.stringify(resource))).size,
              1,
              'threads are one resource',
            );
          });
        },
      );
    }
  }
});

function atLeast(actual: number, expected: number, what: string): void {
  assert.ok(actual >= expected, `${actual} of ${expected} ${what} arrived`);
}

/** The last value of a cumulative counter, for each value of an attribute. */
function lastValues({ metrics }: RunResult, name: string, attribute: string): [string, number][] {
  const values = new Map<string, number>();
  for (const { points } of metrics.filter((metric) => metric.name === name)) {
    for (const { attributes, value } of points) {
      const key = String(attributes[attribute]);
      values.set(key, Math.max(values.get(key) ?? 0, value as number));
    }
  }
  return [...values];
}

const exporters = ({ stdout }: RunResult): string[] =>
  stdout.split('\n').filter((line) => line.startsWith('exporter thread'));
const raw = ({ stdout }: RunResult): string[] =>
  stdout
    .split('\n')
    .filter((line) => /^(\w+ failed|[\w ]+: \d+$)/.test(line))
    .sort();
