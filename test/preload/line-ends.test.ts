import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { explain, lineEnds, listSpans, runApp, temporaryFolder } from '../support';
import { folder as packages } from '../instrumentations/case';

/** The rest of each app: a request to itself, whose handler loads from a patched package of CommonJS. */
const serve = `
const server = createServer(async (_request, response) => {
  response.end(String(await new DataLoader(async (keys) => keys).load(1)));
});
server.listen(0, '127.0.0.1', async () => {
  await (await fetch('http://127.0.0.1:' + server.address().port, { headers: { connection: 'close' } })).text();
  server.close();
});
`;
const [requires, imports] = [
  "const { createServer } = require('node:http');\nconst DataLoader = require('dataloader');\n",
  "import { createServer } from 'node:http';\nimport DataLoader from 'dataloader';\n",
];

/** Apps by their files, of which the first is started. */
const apps: { name: string; files: Record<string, string>; from?: number }[] = [
  { name: 'CommonJS', files: { 'app.cjs': requires + serve } },
  { name: 'ES module', files: { 'app.mjs': imports + serve } },
  {
    name: 'ES module that imports CommonJS',
    files: { 'app.mjs': "import './inner.cjs';", 'inner.cjs': requires + serve },
  },
  {
    name: 'TypeScript by Node itself, .mts that imports .cts',
    from: 24,
    files: { 'app.mts': "import './inner.cts';", 'inner.cts': requires + serve.replace('(keys)', '(keys: unknown)') },
  },
];

for (const { name: release, major, binary } of lineEnds()) {
  describe(release, () => {
    for (const { name, files } of apps.filter(({ from = 0 }) => major >= from)) {
      test(`${name}: the request has its line, spans and records`, async () => {
        const folder = temporaryFolder(files);
        mkdirSync(join(folder, 'node_modules'));
        symlinkSync(
          join(packages, 'node_modules', 'dataloader'),
          join(folder, 'node_modules', 'dataloader'),
          'junction',
        );
        const result = await runApp({ fixture: join(folder, Object.keys(files)[0]!), node: binary });
        // CLIENT GET
        //   SERVER GET
        //     dataloader.load
        //       dataloader.batch
        explain(result, ({ code, out, err, spans, logs }) => {
          assert.equal(code, 0);
          const names = spans.map((span) => span.name).sort();
          assert.deepEqual(names, ['GET', 'GET', 'dataloader.batch', 'dataloader.load'], listSpans(spans));
          const { traceId } = spans.find(({ kind }) => kind === 'SERVER')!;
          assert.ok(spans.every((span) => span.traceId === traceId));
          const completed = out.find(({ message }) => message === 'request completed');
          assert.equal(completed?.trace_id, traceId);
          assert.deepEqual(
            err.map((line) => line.code).filter((each) => each !== undefined),
            ['FL_STARTED'],
          );
          assert.ok(logs.some(({ body }) => body === 'request completed'));
        });
      });
    }
  });
}
