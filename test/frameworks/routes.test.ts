import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { explain, onEachRuntime, root, startApp } from '../support';
import { keepAlive } from './client';
import { withExpress4 } from './express4';

/** What is asked for, and the route that the line and the span are to bear. */
type Routes = Record<string, string | undefined>;

const EXPRESS: Routes = {
  '/users/7/items/3': '/users/:user/items/:item',
  '/users/7': '/users/:user',
  '/users/7/items/4?b=c': '/users/:user/items/:item',
  '/api/v1/things/5': '/api/v1/things/:id',
  '/mounted/a/s/1': '/mounted/:m/s/:id',
  '/one/x': '/one/x',
  '/two/x': '/two/x',
  '/a/1': '/a/:x',
  '/b/1': '/b/:y',
  '/reg/12': String(/^\/reg\/\d+$/),
  '/sec/deep/1': '/sec/deep/:id',
  '/err/4': '/err/:id',
  '/failing/1/deep/2': '/failing/:f/deep/:id',
  '/shop/known': '/shop/known',
  '/r/1': '/r/:id',
  '/nested/two/leaf/9': '/nested/two/leaf/:z',
  '/guarded/any/1': '/guarded',
  '/cats/1': '/cats/:id',
  '/dogs/1': '/dogs/:id',
  '/x/y/z': '/x/y/z',
  '/posts/1': '/posts/:id',
  '/direct/2': '/direct/:id',
  '/nope': undefined,
};
const FASTIFY: Routes = {
  '/auth/1': '/auth/:id',
  '/handled/1': '/handled/:id',
  '/schema/abc': '/schema/:id',
  '/schema/2': '/schema/:id',
  '/inner/fails/1': '/inner/fails/:id',
  '/nope': undefined,
};
const MODES: Record<string, Record<string, string>> = { tracing: {}, 'OTEL_ENABLED=false': { OTEL_ENABLED: 'false' } };
const fastify4 = require.resolve('fastify', { paths: [join(root, 'test', 'same', 'versions', 'fastify4')] });
const apps: [name: string, fixture: string, routes: Routes, args?: string[]][] = [
  ['Express 4', join(withExpress4('frameworks/routes-express.cjs'), 'routes-express.cjs'), EXPRESS],
  ['Express 5', 'frameworks/routes-express.cjs', EXPRESS],
  ['Fastify 4', 'frameworks/routes-fastify.cjs', FASTIFY, [fastify4]],
  ['Fastify 5', 'frameworks/routes-fastify.cjs', FASTIFY, [require.resolve('fastify')]],
];

onEachRuntime(({ binary }) => {
  for (const [name, fixture, routes, args] of apps) {
    for (const [title, env] of Object.entries(MODES)) {
      describe(`routes of ${name}, ${title}`, () => {
        test('are what the app wrote, on the line and on the span', async () => {
          const app = await startApp({ fixture, node: binary, args, env: { ...env, FIRSTLIGHT_REQUEST_LOG: 'end' } });
          await keepAlive(
            app.port,
            Object.keys(routes).map((path) => ({ path })),
          );
          const result = await app.stop();
          explain(result, () => {
            const lines = result.out.filter(({ message }) => message === 'request completed');
            assert.deepEqual(
              lines.map(({ route }) => route),
              Object.values(routes),
            );
            if (title !== 'tracing') return;
            const spans = result.spans.filter(({ kind }) => kind === 'SERVER');
            const byPath = new Map(
              spans.map(({ attributes, name: span }) => [
                attributes['url.path'] ?? attributes['http.target'],
                [attributes['http.route'], span],
              ]),
            );
            for (const [path, route] of Object.entries(routes)) {
              assert.deepEqual(
                byPath.get(path.split('?')[0]!) ?? byPath.get(path),
                [route, route === undefined ? 'GET' : `GET ${route}`],
                path,
              );
            }
          });
        });
      });
    }
  }
});
