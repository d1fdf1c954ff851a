// Secrets planted in every variable, argument, header, URL, body and log call of the example, and looked for in every
// byte that leaves it.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fixtures, needsService, onEachRuntime, preloadFile, root, temporaryFolder, within } from '../support';
import { collectOutput } from '../support/output';

const secret = (place: string): string => `hush-${place}-5ecret`;
const PLANTED = /hush-[a-z-]+-5ecret/g;
const database = `postgres://postgres:${secret('database-url')}@127.0.0.1:5432/test?password=${secret('database-query')}`;

/** What the app gets on its way: the names of variables that hold secrets, and the ways to ask for something. */
const VARIABLES = {
  OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secret('otlp-headers')}`,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: `x-key=${secret('otlp-traces-headers')}`,
  AWS_SECRET_ACCESS_KEY: secret('aws'),
  API_TOKEN: secret('api-token'),
  DB_PASSWORD: secret('db-password'),
  NPM_TOKEN: secret('npm-token'),
  DATABASE_URL: database,
  DATABASE_TABLE: `secrets_test_${process.pid}`,
  REDIS_URL: `redis://:${secret('redis-url')}@127.0.0.1:6379`,
  REDIS_PREFIX: `secrets-test:${process.pid}:`,
  // Bad values are reported: not so what they contain.
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `ftp://user:${secret('bad-endpoint')}@127.0.0.1`,
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: secret('bad-headers'),
  FIRSTLIGHT_TOKEN: secret('unknown-variable'),
};
const HEADERS = {
  authorization: `Bearer ${secret('header')}`,
  cookie: `sid=${secret('cookie')}`,
  'x-api-key': secret('x-api-key'),
  'proxy-authorization': secret('proxy'),
  'x-forwarded-access-token': secret('forwarded'),
};
const QUERY = `?token=${secret('query-token')}&password=${secret('query-password')}&sig=${secret('query-sig')}&q=anything`;
const document = {
  title: 'A notice',
  author: secret('body-author'),
  text: `The key is ${secret('body-text')}. The librarian keeps it.`,
  password: secret('body-password'),
};

interface Endpoint {
  url: string;
  bodies: Buffer[];
}

/** Keeps the bodies of what is exported, byte by byte. Headers are what the endpoint is meant to see. */
async function openEndpoint(): Promise<Endpoint> {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk)).once('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

/** A copy of the example, so that every file that appears in its folder is one that it, or firstlight, has written. */
function copyExample(): string {
  const folder = temporaryFolder();
  cpSync(join(root, 'examples', 'ragapp'), folder, {
    recursive: true,
    filter: (name) => !name.includes('node_modules'),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

function start(node: string, args: string[], folder: string, env: Record<string, string>) {
  const child: ChildProcess = spawn(node, ['--import', preloadFile, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH!, TMPDIR: folder, HOME: folder, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  after(() => child.kill('SIGKILL'));
  const [stdout, stderr] = [collectOutput(child.stdout!), collectOutput(child.stderr!)];
  const text = (): string => stdout.text() + stderr.text();
  const ended = within(new Promise((resolve) => child.once('close', resolve)), 'the app ends', text);
  return {
    child,
    text,
    ended,
    url: async () =>
      /http:\/\/127\.0\.0\.1:\d+/.exec(
        await within(
          stdout.waitFor((line) => /listening on http/.test(line)),
          'it listens',
          text,
        ),
      )![0],
  };
}

/** The places whose secrets are in these bytes: as they are, or in base64. */
function leaks(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const decoded = (text.match(/[A-Za-z0-9+/]{24,}={0,2}/g) ?? [])
    .map((word) => Buffer.from(word, 'base64').toString('latin1'))
    .join('\n');
  return [...new Set([...(text.match(PLANTED) ?? []), ...(decoded.match(PLANTED) ?? [])])].sort();
}

/** Every file of the folder that was not in it from the beginning. */
const written = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  );

onEachRuntime(({ binary }) => {
  for (const format of ['json', 'console']) {
    test(`no secret leaves the example, its lines being ${format}`, async (t) => {
      if (!(await needsService(t, 'redis')) || !(await needsService(t, 'postgres'))) return;
      const [endpoint, folder] = [await openEndpoint(), copyExample()];
      const env = {
        ...VARIABLES,
        LOG_FORMAT: format,
        LOG_LEVEL: 'silly',
        OTEL_LOG_LEVEL: 'debug',
        OTEL_NODE_RESOURCE_DETECTORS: 'all',
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      };
      const answerer = start(binary, ['answerer.js'], folder, env);
      const ragapp = start(
        binary,
        ['--import', join(fixtures, 'secrets', 'logs.mjs'), 'server.js', `--api-key=${secret('argument')}`],
        folder,
        { ...env, ANSWERER_URL: `${await answerer.url()}?key=${secret('answerer-url')}` },
      );
      const url = await ragapp.url();
      const ask = async (path: string, body?: unknown): Promise<number> => {
        const response = await fetch(url + path + QUERY, {
          method: body ? 'POST' : 'GET',
          headers: { ...HEADERS, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        await response.arrayBuffer();
        return response.status;
      };
      const statuses = [
        await ask('/documents', document),
        await ask('/questions', { question: `Who keeps ${secret('body-question')}?`, token: secret('body-token') }),
        await ask('/ask'),
        await ask('/nowhere'),
        await ask('/documents', '{"text": '),
      ];
      assert.deepEqual(statuses, [202, 200, 200, 404, 400], ragapp.text());
      await fetch(`${url}/documents${QUERY}`, { method: 'DELETE', headers: HEADERS });
      ragapp.child.kill();
      answerer.child.kill();
      await Promise.all([ragapp.ended, answerer.ended]);
      const client = start(binary, [join(fixtures, 'secrets', 'client.mjs')], folder, env);
      const printed = start(binary, [join(fixtures, 'secrets', 'printed.mjs')], folder, env);
      await Promise.all([client.ended, printed.ended]);

      assert.ok(Buffer.concat(endpoint.bodies).includes('/documents'), 'spans were exported');
      assert.match(ragapp.text(), /signed in/);
      assert.deepEqual(
        {
          stdio: leaks(Buffer.from(ragapp.text() + answerer.text() + client.text() + printed.text())),
          otlp: leaks(Buffer.concat(endpoint.bodies)),
          files: leaks(written(folder)),
        },
        { stdio: [], otlp: [], files: [] },
      );
    });
  }
});
