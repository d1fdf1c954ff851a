import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp, type LogLine } from '../support';

const own = (line: LogLine): boolean =>
  String(line.code ?? '').startsWith('FL_') || String(line.message).startsWith('request ');

onEachRuntime(({ binary }) => {
  test(
    'FIRSTLIGHT_CAPTURE=all: raw writes are lines, JSON keeps its bytes, callbacks and return values are ' +
      'the stream’s',
    async () => {
      const result = await runApp({ fixture: 'loggers/raw.cjs', node: binary, env: { FIRSTLIGHT_CAPTURE: 'all' } });
      explain(result, ({ code, stdout, stderr, out, err, logs, spans }) => {
        assert.equal(code, 0);
        assert.equal(stdout.trimEnd().split('\n').length, out.length, 'each line is JSON');
        const { traceId, spanId } = spans.find(({ kind }) => kind === 'SERVER')!;
        const ids = `"request_id":"req-1","trace_id":"${traceId}","span_id":"${spanId}","trace_flags":"01"`;
        const lines = stdout.split('\n');
        for (const line of [
          `{"a": 1,  "b":"x",${ids}}`,
          `{"level":50,"msg":"like pino","time":1,${ids}}`,
          `{ ${ids}}`,
          `{"request_id":"its own",${ids.slice(ids.indexOf(',') + 1)}}`,
        ]) {
          assert.equal(lines.filter((each) => each === line).length, 1, line);
        }
        const texts = out.filter((line) => line.timestamp && !own(line));
        assert.deepEqual(
          texts.map(({ message, level }) => [message, level]),
          [
            ['partial', 'info'],
            ['a € and 😀', 'info'],
            ['{"broken": ', 'info'],
            ['through the console', 'info'],
            ['no end', 'info'],
          ],
        );
        assert.deepEqual(
          texts.slice(0, 4).map(({ request_id }) => request_id as string),
          Array(4).fill('req-1'),
        );
        assert.deepEqual(
          err.filter((line) => !own(line)).map(({ message, level, request_id }) => [message, level, request_id]),
          [['gre by', 'warn', 'req-1']],
        );
        assert.ok(stderr.endsWith('\n'));
        for (const body of [
          'partial',
          'a € and 😀',
          '{"broken": ',
          'through the console',
          'no end',
          'gre by',
          'like pino',
          'request started',
        ]) {
          assert.equal(logs.filter((each) => each.body === body).length, 1, `${body}: once over OTLP`);
        }
        assert.deepEqual(
          logs
            .filter(({ body }) => body === 'like pino')
            .map(({ severityNumber, attributes }) => [
              severityNumber,
              attributes['log.iostream'],
              'level' in attributes,
            ]),
          [[17, 'stdout', false]],
        );
      });
    },
  );

  test('FIRSTLIGHT_CAPTURE=all leaves data alone that is no text', async () => {
    const run = async (env: Record<string, string>, preload: 'import' | 'none') =>
      (
        await runApp({
          fixture: 'loggers/binary.cjs',
          node: binary,
          env: { OTEL_ENABLED: 'false', ...env },
          preload,
          collector: false,
        })
      ).stdout;
    const [captured, bare] = await Promise.all([run({ FIRSTLIGHT_CAPTURE: 'all' }, 'import'), run({}, 'none')]);
    const [head, rest] = [captured.slice(0, captured.indexOf('\n')), captured.slice(captured.indexOf('\n'))];
    assert.equal((JSON.parse(head) as LogLine).message, 'a head');
    assert.ok(rest === bare.slice(bare.indexOf('\n')));
  });

  for (const [library, expected] of [
    ['pino', 'hello pino'],
    ['bunyan', 'hello bunyan'],
    ['winston', 'hello'],
    ['log4js', 'hello log4js'],
    ['consola', 'hello { n: 1 }'],
  ] as const) {
    test(`FIRSTLIGHT_CAPTURE=all: a line of ${library} is still one line and one record`, async () => {
      explain(
        await runApp({ fixture: `loggers/${library}.cjs`, node: binary, env: { FIRSTLIGHT_CAPTURE: 'all' } }),
        ({ code, stdout, out, logs }) => {
          assert.equal(code, 0);
          assert.equal(stdout.trimEnd().split('\n').length, out.length);
          const bodies = logs.map(({ body }) => String(body).split('\n')[0]!);
          assert.equal(bodies.filter((body) => body === expected).length, 1);
          assert.deepEqual(
            bodies.filter((body, index) => bodies.indexOf(body) !== index),
            [],
          );
          assert.equal(
            out.filter((line) => (line.message ?? line.msg) === expected && line.request_id === 'req-1').length,
            1,
          );
        },
      );
    });
  }

  for (const capture of ['console', 'all']) {
    test(
      `FIRSTLIGHT_CAPTURE=${capture}: warnings, deprecations, util.debuglog and a crash are lines with ` +
        `IDs, and records`,
      async () => {
        const [result, esm] = await Promise.all(
          ['says.cjs', 'says.mjs'].map((name) =>
            runApp({
              fixture: `loggers/${name}`,
              node: binary,
              env: { NODE_DEBUG: 'app', FIRSTLIGHT_CAPTURE: capture },
            }),
          ),
        );
        explain(result!, ({ code, stderr, err, logs }) => {
          assert.equal(code, 1);
          assert.equal(stderr.trimEnd().split('\n').length, err.length, 'each line is JSON');
          const lines = err.filter((line) => line.code === 'FL_CRASH' || !own(line));
          const expected = [
            ['debug', 'debugged 42', 5],
            ['warn', 'Warning: take care', 13],
            ['warn', 'DeprecationWarning: old and tired', 13],
            ['error', 'Uncaught TypeError: the end', 17],
          ] as const;
          assert.deepEqual(
            lines.map(({ level, message }) => [level, message]),
            expected.map(([level, message]) => [level, message]),
          );
          assert.deepEqual(
            lines.map(({ request_id, trace_id }) => [request_id, typeof trace_id]),
            Array(4).fill(['req-1', 'string']),
          );
          for (const [, message, severity] of expected) {
            const sent = logs.filter(({ body }) => body === message);
            assert.deepEqual(
              sent.map(({ severityNumber, attributes }) => [severityNumber, attributes['exception.type']]),
              [[severity, message.includes('the end') ? 'TypeError' : undefined]],
              message,
            );
          }
        });
        explain(esm!, ({ err }) =>
          assert.deepEqual(
            err
              .filter(({ message }) => message === 'debugged 42')
              .map(({ request_id, logger }) => [request_id, logger]),
            [['req-1', 'APP']],
          ),
        );
      },
    );
  }

  const through: [fixture: string, capture: string, expected: string[]][] = [
    ['thread', 'console', ['by console', 'by winston', 'by bunyan']],
    ['thread', 'all', ['by console', 'by winston', 'by bunyan', 'by itself']],
    ['wrapped', 'console', ['wrapped', 'wrapped itself', 'forced text', 'forced json']],
    ['wrapped', 'all', ['wrapped', 'wrapped itself', 'forced text', 'forced json']],
  ];
  for (const [fixture, capture, expected] of through) {
    test(`FIRSTLIGHT_CAPTURE=${capture}: ${fixture}: what passes through others is one line and one record`, async () => {
      explain(
        await runApp({ fixture: `loggers/${fixture}.cjs`, node: binary, env: { FIRSTLIGHT_CAPTURE: capture } }),
        ({ code, out, logs }) => {
          assert.equal(code, 0);
          const texts = out.map((line) => String(line.message ?? line.msg));
          const bodies = logs.map(({ body }) => String(body)).filter((body) => body !== 'firstlight started');
          assert.deepEqual([...bodies].sort(), [...expected].sort());
          for (const message of expected) assert.equal(texts.filter((text) => text === message).length, 1, message);
        },
      );
    });
  }
});
