import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { explain, type LogLine, onEachRuntime, startApp } from '../support';

const ALL: string[] = ['handler', 'data', 'end', 'request close', 'after await', 'timer', 'finish', 'response close'];

onEachRuntime(({ binary }) => {
  test('every event of a request belongs to it, on one connection for all', async () => {
    const app = await startApp({ fixture: 'frameworks/body.cjs', node: binary });
    const seen = (event: string, at: string) => app.waitForLine((line) => line.includes(`"event ${event} of ${at}"`));
    const post = (path: string, length: number) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${path.slice(1)}\r\nContent-Length: ${length}\r\n\r\n`;
    const socket = connect(app.port, '127.0.0.1').resume();

    // A body that comes later than its headers: from Node 24 on, its events come without the context of the handler.
    socket.write(`${post('/slow', 6)}abc`);
    await seen('data', '/slow');
    socket.write('def');
    await seen('response close', '/slow');
    // Keep-alive: the successor must not be taken for its predecessor. Then two at once, pipelined.
    socket.write(`${post('/next', 3)}abc`);
    await seen('response close', '/next');
    socket.write(`${post('/first', 3)}abc${post('/second', 3)}abc`);
    await seen('response close', '/second');
    // The client leaves while one answer is awaited and another one is queued behind it.
    socket.write(`${post('/wait-1', 3)}abc${post('/wait-2', 3)}abc`);
    await seen('handler', '/wait-2');
    socket.destroy();
    for (const path of ['/wait-1', '/wait-2'])
      await app.waitForLine((line) => line.includes('request completed') && line.includes(`"${path}"`));

    explain(await app.stop(), ({ out }) => {
      const events = out.flatMap((line): LogLine[] => {
        const [, event, at] = /^event (.+) of (\/.+)$/.exec(line.message) ?? [];
        return event === undefined ? [] : [{ ...line, event, at: at! }];
      });
      for (const line of events) assert.equal(line.request_id, line.at.slice(1), `${line.event} of ${line.at}`);
      for (const path of ['/slow', '/next', '/first', '/second']) {
        const of = events.filter(({ at }) => at === path);
        assert.deepEqual([...new Set(of.map(({ event }) => event))].sort(), [...ALL].sort(), `the events of ${path}`);
        assert.equal(new Set(of.map(({ trace_id }) => trace_id)).size, 1, `one trace in ${path}`);
        assert.ok(of[0]!.trace_id);
      }
      for (const path of ['/slow', '/next', '/first', '/second', '/wait-1', '/wait-2']) {
        const lines = out.filter((line) => line.path === path);
        assert.deepEqual(
          lines.map(({ message }) => message),
          ['request started', 'request completed'],
          path,
        );
        assert.deepEqual(
          lines.map(({ aborted }) => aborted),
          [undefined, path.startsWith('/wait') ? true : undefined],
          path,
        );
        for (const line of lines) assert.equal(line.request_id, path.slice(1));
      }
    });
  });
});
