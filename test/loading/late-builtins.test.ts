// node:http and node:https are loaded, and patched, when the app first asks for them: by whatever way.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join } from 'node:path';
import { explain, listSpans, onEachRuntime, runApp, temporaryFolder } from '../support';

/** A server that answers one request of its own, given what creates servers and sends requests. */
const roundTrip = `
const server = createServer((request, response) => response.end('hello')).listen(0, '127.0.0.1', () => {
  get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => response.resume().on('end', () => { console.log('done'); server.close(); }));
});
`;
const BOTH = ['CLIENT GET', 'SERVER GET'];
const REFUSED = ['CLIENT GET'];
// Not one of the ports that fetch refuses to ask.
const fetchRefused = "fetch('http://127.0.0.1:2/').catch(() => console.log('done'));\n";

interface Form {
  readonly name: string;
  readonly files: Record<string, string>;
  readonly spans: readonly string[];
  readonly nodeArgs?: string[];
  readonly env?: Record<string, string>;
  /** The first version of Node.js that has it. */
  readonly from?: number;
}

const forms: Form[] = [
  { name: 'require', files: { 'app.cjs': `const { createServer, get } = require('http');${roundTrip}` }, spans: BOTH },
  {
    name: 'require in a later turn',
    files: { 'app.cjs': `setImmediate(() => { const { createServer, get } = require('node:http');${roundTrip} });` },
    spans: BOTH,
  },
  { name: 'import', files: { 'app.mjs': `import { createServer, get } from 'node:http';${roundTrip}` }, spans: BOTH },
  {
    name: 'import of a file that imports',
    files: { 'app.mjs': "import './a.mjs';", 'a.mjs': `import { createServer, get } from "http";${roundTrip}` },
    spans: BOTH,
  },
  {
    name: 'import of CommonJS that requires',
    files: { 'app.mjs': "import './a.cjs';", 'a.cjs': `const { createServer, get } = require('http');${roundTrip}` },
    spans: BOTH,
  },
  {
    name: 'import after CommonJS has required it',
    files: {
      'app.mjs': "import './a.cjs';\nawait import('./b.mjs');",
      'a.cjs': "require('node:http');",
      'b.mjs': `import { createServer, get } from 'node:http';${roundTrip}`,
    },
    spans: BOTH,
  },
  {
    name: 'import() by CommonJS',
    files: { 'app.cjs': `import('node:http').then(({ createServer, get }) => {${roundTrip}});` },
    spans: BOTH,
  },
  {
    name: 'import() of a computed name',
    files: {
      'app.mjs': `const name = 'http';\nconst { createServer, get } = await import('node:' + name);${roundTrip}`,
    },
    spans: BOTH,
  },
  {
    name: 'an ES module that is required',
    files: { 'app.cjs': "require('./a.mjs');", 'a.mjs': `import { createServer, get } from 'node:http';${roundTrip}` },
    spans: BOTH,
    from: 24,
  },
  {
    name: 'process.getBuiltinModule',
    files: { 'app.cjs': `const { createServer, get } = process.getBuiltinModule('node:http');${roundTrip}` },
    spans: BOTH,
    from: 22,
  },
  {
    name: 'past require: servers, with the first connection',
    files: {
      'app.cjs':
        `const { createServer } = require('module')._load('http');\nconst get = ({ port }, heard) => ` +
        `heard(require('net').connect(port).end('GET / HTTP/1.0\\r\\n\\r\\n'));${roundTrip}`,
    },
    spans: ['SERVER GET'],
  },
  {
    name: 'a preload before ours, which keeps it',
    files: {
      'app.cjs': `const { createServer } = kept; const get = (...args) => kept.get(...args);${roundTrip}`,
      'early.cjs': "globalThis.kept = require('http');",
    },
    nodeArgs: ['--require', './early.cjs'],
    spans: BOTH,
  },
  {
    name: 'no module hooks',
    files: { 'app.mjs': `import { createServer, get } from 'node:http';${roundTrip}` },
    env: { FIRSTLIGHT_ESM_HOOKS: 'never' },
    spans: BOTH,
  },
  {
    name: 'node:https alone',
    files: { 'app.cjs': "require('https').get('https://127.0.0.1:1/').on('error', () => console.log('done'));" },
    spans: REFUSED,
  },
  {
    name: 'node:https alone, imported',
    files: {
      'app.mjs':
        "import { get } from 'node:https';\nget('https://127.0.0.1:1/').on('error', () => console.log('done'));",
    },
    spans: REFUSED,
  },
  { name: 'fetch in the first turn', files: { 'app.cjs': fetchRefused }, spans: REFUSED },
  {
    name: 'fetch in a later turn',
    files: { 'app.mjs': `setImmediate(() => ${fetchRefused.trim().slice(0, -1)});` },
    spans: REFUSED,
  },
  {
    name: 'neither, and neither is loaded',
    files: {
      'app.cjs':
        'console.log(process.moduleLoadList.some((name) => /^NativeModule (https?|tls)$/.test(name)) ? ' +
        "'loaded' : 'done');",
    },
    spans: [],
  },
];

onEachRuntime(
  ({ binary, major }) => {
    describe('late builtins', { concurrency: 2 }, () => {
      for (const { name, files, spans, nodeArgs, env } of forms.filter(({ from = 0 }) => major >= from)) {
        test(name, async () => {
          const folder = temporaryFolder(files);
          const result = await runApp({
            fixture: join(folder, Object.keys(files)[0]!),
            node: binary,
            cwd: folder,
            nodeArgs: ['--no-warnings', ...(nodeArgs ?? [])],
            env,
          });
          explain(result, ({ code, out, stderr, spans: found }) => {
            assert.equal(code, 0);
            assert.doesNotMatch(stderr, /FL_STAGE_FAILED/);
            assert.equal(out.filter(({ message }) => message === 'done').length, 1);
            assert.deepEqual(
              found.map(({ kind, name: span }) => `${kind} ${span}`).sort(),
              [...spans].sort(),
              listSpans(found),
            );
            const requests = spans.filter((span) => span.startsWith('SERVER')).length;
            assert.equal(
              out.filter(({ message, request_id: id }) => message === 'request completed' && id !== undefined).length,
              requests,
            );
          });
        });
      }
    });
  },
  { every: true },
);
