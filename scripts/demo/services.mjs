// The two services of examples/ragapp, on free ports, with the preload, reporting to the demo's collector.
import { start } from './processes.mjs';

/**
 * Starts both, `more` being further settings; each has {name, command, url, request, linesWhere, entriesWhere, tail,
 * stop}.
 */
export async function startServices(root, collector, redis, more = {}) {
  const shared = {
    ...withoutSettings(process.env),
    PORT: '0',
    OTEL_EXPORTER_ENDPOINT: `http://127.0.0.1:${collector.grpcPort}`,
    OTEL_BSP_SCHEDULE_DELAY: '200', // the usual five seconds would be five seconds of looking at nothing
  };
  const answerer = await startService(root, 'answerer', 'examples/ragapp/answerer.js', {
    ...shared,
    OTEL_SERVICE_NAME: 'answerer',
  });
  const ragapp = await startService(root, 'ragapp', 'examples/ragapp/server.js', {
    ...shared,
    ANSWERER_URL: answerer.url,
    REDIS_URL: redis.url ?? 'redis://127.0.0.1:1',
    REDIS_PREFIX: `firstlight-demo:${process.pid}:`,
    ...more,
  });
  return { ragapp, answerer };
}

async function startService(root, name, file, env) {
  const args = ['--import', './register.js', file];
  const service = start(name, process.execPath, args, { cwd: root, env });
  const [, url] = await service.lineMatching(/listening on (http:\/\/127\.0\.0\.1:\d+)/);
  const tail = () =>
    service.lines
      .slice(-20)
      .map(({ line }) => line)
      .join('\n');
  if (!service.lines.some(({ json }) => json))
    throw new Error(`${name} runs, but what it logs is not JSON: the preload did nothing.`, { cause: tail() });
  const entriesWhere = (test) => service.lines.filter(({ json }) => typeof json?.message === 'string' && test(json));
  return {
    name,
    url,
    command: `node ${args.join(' ')}`,
    request,
    entriesWhere,
    linesWhere: (test) => entriesWhere(test).map(({ json }) => json),
    stop: service.stop,
    tail,
  };

  async function request(method, path, body) {
    const response = await fetch(new URL(path, url), {
      method,
      headers: body && { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }
}

/** The demo shows the defaults: settings of the person's own shell, and a database of theirs, stay out of it. */
function withoutSettings(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(OTEL_|FIRSTLIGHT_|LOG_(FORMAT|LEVEL)$|NODE_OPTIONS$|DATABASE_|NODE_V8_COVERAGE$)/.test(name),
    ),
  );
}
