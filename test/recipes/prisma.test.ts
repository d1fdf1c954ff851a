// Prisma 7 with its driver adapter, against the PostgreSQL of this machine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../bin/cli';
import { explain, lineage, needsService, onlySpan, preloadFile, root, startApp } from '../support';
import { brought, project, skip } from './brought';

const read = (name: string): string => readFileSync(join(root, 'examples', 'recipes', 'prisma', name), 'utf8');

const WAYS = [
  { name: 'by its driver', more: [], line: ['pg.query:SELECT test', 'GET'] },
  { name: 'by its own instrumentation as well', more: ['./instrument.cjs'], line: ['prisma:client:operation', 'GET'] },
];

test('prisma', { skip }, async (t) => {
  if (!(await needsService(t, 'postgres'))) return;
  const cwd = project({
    'package.json': { type: 'module' },
    'app.js': read('app.js'),
    'schema.prisma': read('schema.prisma'),
    'instrument.cjs': read('instrument.cjs'),
  });
  // It needs no engine, but wants one to be there, and would download it.
  const generated = await runCli(['generate', '--schema', 'schema.prisma'], {
    file: brought('prisma/build/index.js'),
    cwd,
    env: { CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  });
  assert.equal(generated.code, 0, generated.stdout + generated.stderr);
  for (const { name, more, line } of WAYS) {
    await t.test(`a query is traced ${name}`, async () => {
      const app = await startApp({
        fixture: join(cwd, 'app.js'),
        cwd,
        preload: 'none',
        nodeArgs: [preloadFile, ...more].flatMap((file) => ['--require', file]),
        env: { PORT: '0', DATABASE_URL: 'postgresql://postgres@127.0.0.1:5432/test' },
        ready: /listening on (\d+)/,
      });
      const response = await fetch(app.url, { headers: { 'x-request-id': 'r-1' } });
      assert.deepEqual(await response.json(), [{ id: 7 }]);
      explain(await app.stop(), ({ spans, out }) => {
        const span = onlySpan(spans, (each) => each.name === line[0], line[0]!);
        assert.deepEqual(
          lineage(span, spans).map((each) => each.name),
          line,
        );
        assert.equal(onlySpan(spans, (each) => each.name === 'pg.query:SELECT test', 'query').traceId, span.traceId);
        const said = out.find(({ message }) => message === 'looked up 7')!;
        assert.deepEqual([said.request_id, said.trace_id], ['r-1', span.traceId]);
      });
    });
  }
});
