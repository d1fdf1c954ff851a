// PM2 itself runs the file of the recipe, in each of its modes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, onlySpan, openCollector, preloadFile, root, startApp, temporaryFolder } from '../support';
import { brought, link, skip } from './brought';

const read = (name: string): string => readFileSync(join(root, 'examples', 'recipes', name), 'utf8');

test('the app has more time to end than firstlight takes', () => {
  const {
    apps: [app],
  } = createRequire(__filename)(join(root, 'examples', 'recipes', 'pm2', 'ecosystem.config.cjs')) as {
    apps: [{ kill_timeout: number }];
  };
  assert.ok(app.kill_timeout > 3000);
});

for (const mode of ['cluster', 'fork']) {
  test(
    `${mode}: each instance has the flag and the environment of the file, and its lines come through PM2`,
    { skip },
    async () => {
      const collector = await openCollector();
      const config = read('pm2/ecosystem.config.cjs')
        .replace('/srv/shop/node_modules/firstlight/register.js', preloadFile)
        .replace('http://collector:4317', `http://127.0.0.1:${collector.grpcPort}`)
        .replace("'cluster'", `'${mode}'`);
      const folder = temporaryFolder({
        'ecosystem.config.cjs': config,
        'app.js': read('express/app.js'),
        'package.json': { type: 'module' },
      });
      link(folder, 'express');
      const app = await startApp({
        fixture: brought('pm2/bin/pm2-runtime'),
        args: ['start', 'ecosystem.config.cjs'],
        cwd: folder,
        preload: 'none',
        collector,
        ready: /listening on (\d+)/,
        env: { PM2_HOME: join(folder, 'home'), PORT: '0', OTEL_EXPORTER_ENDPOINT: '' },
      });
      const response = await fetch(`${app.url}/users/7`, { headers: { 'x-request-id': 'r-1' } });
      assert.deepEqual(await response.json(), { id: '7' });
      await app.waitForLine((line) => line.includes('"request completed"'));
      explain(await app.stop('SIGINT'), ({ out, spans }) => {
        const span = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
        assert.deepEqual([span.name, span.resource['service.name']], ['GET /users/:id', 'shop']);
        const line = out.find(({ message }) => message === 'looking up 7')!;
        assert.deepEqual([line.request_id, line.trace_id], ['r-1', span.traceId]);
      });
    },
  );
}
