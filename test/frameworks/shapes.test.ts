import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AppOptions, onEachRuntime, startApp } from '../support';
import { keepAlive } from './client';
import { withExpress4 } from './express4';

/** Of request and response. */
interface Seen {
  classes: boolean[];
  keys: string[][];
  own: boolean[];
}

const fixtures = [
  ['Express 4', join(withExpress4('frameworks/shapes.cjs'), 'shapes.cjs')],
  ['Express 5', 'frameworks/shapes.cjs'],
] as const;

onEachRuntime(({ binary, major }) => {
  for (const [name, fixture] of fixtures) {
    test(
      `requests of ${name} look as they do without firstlight, and V8 makes them no hidden classes where ` +
        `that is costly`,
      async () => {
        const [bare, off, on] = await Promise.all([
          look({ fixture, node: binary, preload: 'none' }),
          look({ fixture, node: binary, env: { OTEL_ENABLED: 'false' } }),
          look({ fixture, node: binary }),
        ]);
        assert.deepEqual(bare.classes, [true, true]);
        const expected = major < 24 ? [false, false] : bare.classes;
        assert.deepEqual([off.classes, on.classes], [expected, expected]);
        assert.deepEqual(off.keys, bare.keys, 'the same keys in the same order');
        assert.deepEqual([off.own, on.own], [bare.own, bare.own]);
      },
    );
  }
});

/** What the second request of a connection sees. */
async function look(options: AppOptions): Promise<Seen> {
  const app = await startApp({ nodeArgs: ['--allow-natives-syntax'], collector: false, ...options });
  const answers = await keepAlive(app.port, [{ path: '/inner' }, { path: '/inner' }]);
  await app.stop();
  return JSON.parse(answers[1]!.body) as Seen;
}
