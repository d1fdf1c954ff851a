// Whose the lines are that a connection's own events bring about: a pooled one, one that is kept alive, a WebSocket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, needsService, onEachRuntime, runApp, type RunResult } from '../support';

/** The lines of an app, and whose each is: its message says so as its last word. */
const linesOf = ({ out }: RunResult, first: RegExp) =>
  out
    .filter(({ message }) => first.test(String(message)))
    .map((line) => ({
      message: String(line.message),
      id: line.request_id as unknown,
      trace: line.trace_id as unknown,
    }));

/** Each line bears the ID that it names, and a trace. */
function assertOwn(lines: ReturnType<typeof linesOf>, expected: readonly string[]): void {
  assert.deepEqual(lines.map(({ message }) => message).sort(), [...expected].sort());
  for (const { message, id, trace } of lines) {
    assert.equal(id, message.split(' ').at(-1), message);
    assert.equal(typeof trace, 'string', message);
  }
}

onEachRuntime(({ binary: node }) => {
  test('a callback of a pooled connection belongs to the request that asked, with its trace', async (t) => {
    if (!(await needsService(t, 'postgres'))) return;
    explain(await runApp({ fixture: 'propagation/pooled-callback.cjs', node }), (result) => {
      const lines = linesOf(result, /^callback/);
      assertOwn(lines, ['callback alice', 'callback bob']);
      assert.notEqual(lines[0]!.trace, lines[1]!.trace);
      const started = result.out.filter(({ message }) => message === 'request started');
      assert.deepEqual(
        lines.map(({ trace }) => trace),
        started.map(({ trace_id: trace }) => trace as unknown),
      );
    });
  });

  test('what is said of a connection that is kept alive bears no predecessor’s ID', async () => {
    explain(await runApp({ fixture: 'propagation/client-error.cjs', node }), (result) => {
      const lines = linesOf(result, /^none/);
      assert.ok(lines.some(({ message }) => message.startsWith('none HPE_')));
      for (const { message, id, trace } of lines) assert.deepEqual([id, trace], [undefined, undefined], message);
    });
  });

  for (const [name, fixture, expected] of [
    [
      'WebSockets, and MQTT over them',
      'propagation/websockets.cjs',
      [
        'connected one',
        'connected two',
        'message one',
        'message two',
        'connect mqtt',
        'publish mqtt',
        'disconnect mqtt',
      ],
    ],
    [
      'socket.io over WebSockets',
      'instrumentations/socket.io-websocket.cjs',
      ['connected one', 'connected two', 'asked one', 'asked two', 'asked one', 'asked two'],
    ],
  ] as const) {
    test(`${name}: a handler’s lines belong to the upgrade request, each message with a trace linked to it`, async () => {
      explain(await runApp({ fixture, node }), (result) => {
        const lines = linesOf(result, /^(?:connected|message|asked|connect|publish|disconnect) /);
        assertOwn(lines, expected);
        const upgrades = result.spans.filter(({ attributes }) => attributes['http.response.status_code'] === 101);
        assert.ok(
          upgrades.some(({ kind }) => kind === 'SERVER' || Number(kind) === 2),
          'the upgrade has a span',
        );
        for (const { message, trace } of lines.filter((line) => /^(?:message|asked|publish)/.test(line.message))) {
          const spans = result.spans.filter(({ traceId }) => traceId === trace);
          assert.ok(
            spans.some(({ links }) => links.some((link) => upgrades.some(({ traceId }) => traceId === link.traceId))),
            `${message} is linked to its upgrade`,
          );
        }
      });
    });
  }
});
