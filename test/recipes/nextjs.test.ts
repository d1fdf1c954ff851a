// Next.js itself, in both of its ways to serve.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli, startCli } from '../bin/cli';
import { explain, jsonLines, listSpans, onlySpan, root, startApp } from '../support';
import { brought, link, project, skip } from './brought';

const recipe = (name: string): string => readFileSync(join(root, 'examples', 'recipes', 'nextjs', name), 'utf8');
const next = brought('next/dist/bin/next');
/** Two bundlers at once on two busy cores. */
const deadlineMs = 120_000;
const env = { NEXT_TELEMETRY_DISABLED: '1', OTEL_METRICS_EXPORTER: 'none', OTEL_SERVICE_NAME: 'web' };

/** The recipe's project, with a page and a handler of the pages router besides. */
function web(): string {
  const folder = project({
    'package.json': recipe('package.json'),
    'app/users/[id]/route.js': recipe('app/users/[id]/route.js'),
    'app/layout.js': 'export default function Layout({ children }) { return <html><body>{children}</body></html>; }',
    'app/pages/[name]/page.js':
      "export default async function Page({ params }) { console.log('rendering'); return <p>{(await " +
      'params).name}</p>; }',
    'pages/api/[x].js':
      "export default function handler(request, response) { console.log('handling'); response.json({}); }",
    // Lock files above would be taken for those of a workspace.
    'next.config.mjs':
      "import { fileURLToPath } from 'node:url';\nexport default { turbopack: { root: fileURLToPath(new " +
      "URL('../..', import.meta.url)) } };",
  });
  link(folder, 'firstlight', root);
  return folder;
}

const REQUESTS = [
  { path: '/users/7', route: '/users/[id]', says: 'looking up 7' },
  { path: '/pages/ada', route: '/pages/[name]', says: 'rendering' },
  { path: '/api/9', route: '/api/[x]', says: 'handling' },
  { path: '/nothing', status: 404 },
];

/** The port that the line names, asked for each path. */
async function ask(url: string): Promise<void> {
  for (const { path, status = 200 } of REQUESTS) {
    const response = await fetch(url + path, { headers: { 'x-request-id': `r${path}`.replaceAll('/', '-') } });
    await response.arrayBuffer();
    assert.equal(response.status, status, path);
  }
}

function checkLines(out: Record<string, unknown>[], err: Record<string, unknown>[]): void {
  for (const { path, route, says } of REQUESTS) {
    const mine = out.filter(({ request_id }) => request_id === `r${path}`.replaceAll('/', '-'));
    const completed = mine.find(({ message }) => message === 'request completed')!;
    assert.equal(completed.route, route, path);
    if (says !== undefined)
      assert.equal(mine.find(({ message }) => message === says)?.trace_id, completed.trace_id, path);
  }
  assert.deepEqual(
    err.filter(({ component }) => component === 'opentelemetry'),
    [],
  );
}

test(
  'firstlight dev -- next dev: each request is a trace with its route, and its lines have its ID',
  { skip },
  async (t) => {
    const cli = startCli(
      ['dev', '--json', '--grpc-port=0', '--http-port=0', '--', 'node', next, 'dev', '--port', '0'],
      { cwd: web(), env, deadlineMs },
    );
    t.after(() => cli.child.kill('SIGKILL'));
    await ask(/http:\/\/localhost:\d+/.exec(await cli.line((line) => line.includes('Local:')))![0]);
    for (const { route } of REQUESTS)
      if (route !== undefined)
        await cli.line((line) => line.startsWith(`{"traceId"`) && line.includes(`"GET ${route}"`));
    cli.child.kill('SIGTERM');
    const { stdout, stderr } = await cli.ended();
    checkLines(jsonLines(stdout), jsonLines(stderr));
  },
);

test(
  'next build and next start, as the recipe says: one server span of ours a request, named by its route',
  { skip },
  async () => {
    const cwd = web();
    const { scripts } = JSON.parse(recipe('package.json')) as { scripts: Record<string, string> };
    const [assignment, command, ...args] = scripts.start!.split(' ') as [string, ...string[]];
    assert.deepEqual([command, scripts.build], ['next', 'next build']);
    const built = await runCli(['build'], { file: next, cwd, env, deadlineMs });
    assert.equal(built.code, 0, built.stdout + built.stderr);
    const app = await startApp({
      fixture: next,
      args: [...args, '--port', '0'],
      cwd,
      preload: 'none',
      deadlineMs,
      ready: /Local: +http:\/\/localhost:(\d+)/,
      env: { ...env, NODE_OPTIONS: assignment.replace('NODE_OPTIONS=', '').replace('$PWD', cwd) },
    });
    await ask(app.url);
    explain(await app.stop(), ({ out, err, spans }) => {
      checkLines(out, err);
      const servers = spans.filter(({ kind }) => kind === 'SERVER');
      assert.equal(servers.length, REQUESTS.length, listSpans(servers));
      for (const { path, route } of REQUESTS) {
        onlySpan(
          spans,
          ({ scope, name, attributes }) =>
            scope.name === '@opentelemetry/instrumentation-http' &&
            name === ['GET', route].filter(Boolean).join(' ') &&
            attributes['url.path'] === path,
          path,
        );
      }
    });
  },
);
