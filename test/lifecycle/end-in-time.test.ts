// The end of a process is held up for the deadline at most if the collector, the way to it or the process itself is at
// fault.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  answering,
  blackHole,
  explain,
  fixtures,
  nowhere,
  onEachRuntime,
  refusingEndpoint,
  runApp,
  temporaryFolder,
  type RunOptions,
  type RunResult,
} from '../support';

/** What firstlight may take, and what the bar allows beyond. */
const [DEADLINE_MS, BEYOND_MS] = [1_000, 200];
/** Once more, if a loaded machine has held up the test itself. */
const TRIES = 3;

interface Fault {
  title: string;
  url: () => string | undefined;
  http?: true;
  args?: string[];
  env?: Record<string, string>;
  nodeArgs?: string[];
  under?: string[];
}

const urls: Record<string, string> = {};
const closers: (() => void)[] = [];
after(() => closers.forEach((close) => close()));

before(async () => {
  const [refused, hole, absent, slow, busy] = await Promise.all([
    refusingEndpoint(),
    blackHole(),
    nowhere(),
    answering({ delayMs: 60_000 }),
    answering({ httpStatus: 503, grpcStatus: 14, message: 'come back later' }),
  ]);
  Object.assign(urls, { refused: refused.url, hole: hole.url, absent: absent.url, slow: slow.url, busy: busy.url });
  urls.resetting = await listening((socket) => socket.resetAndDestroy());
  urls.nonsense = await listening((socket) => socket.end('nonsense\r\n\r\n'));
  urls.dripping = await listening((socket) => {
    const timer = setInterval(() => socket.write('H'), 50);
    socket.on('close', () => clearInterval(timer));
  });
  urls.halfOpen = urls.hole!.replace('http:', 'https:').replace('127.0.0.1', 'localhost');
  urls.stopped = await stoppedCollector();
});

const url = (name: string) => (): string | undefined => urls[name];
const clock = (fault: string): Fault => ({ title: fault, url: url('hole'), args: [fault] });
const thread = (title: string, runs: string): Fault => ({
  title,
  url: url('hole'),
  env: { THREAD_RUNS: runs },
  nodeArgs: [`--require=${join(fixtures, 'preload', 'other-thread.cjs')}`],
});
const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
const mounted = (commands: string): string[] => ['unshare', '-m', 'sh', '-c', `${commands} && exec "$0" "$@"`];

const faults: Fault[] = [
  { title: 'no one listens', url: url('refused') },
  { title: 'no one listens, over HTTP', url: url('refused'), http: true },
  { title: 'a black hole', url: url('hole') },
  { title: 'a black hole, over HTTP', url: url('hole'), http: true },
  { title: 'TLS that never answers', url: url('halfOpen') },
  { title: 'a collector that resets connections', url: url('resetting') },
  { title: 'a collector that answers after a minute', url: url('slow') },
  { title: 'a collector that answers byte by byte, over HTTP', url: url('dripping'), http: true },
  { title: 'a collector that speaks nonsense', url: url('nonsense') },
  { title: 'a collector that is always busy', url: url('busy') },
  { title: 'a collector that is stopped', url: url('stopped') },
  { title: 'no such host', url: url('absent') },
  { title: 'names that are never found', url: () => 'http://collector.example:4317', under: mounted(silentNames()) },
  clock('frozen clocks'),
  clock('clocks that step back'),
  clock('clocks that leap'),
  clock('timers that never fire'),
  clock('no descriptors'),
  { title: 'no /proc', url: url('hole'), under: mounted('mount -t tmpfs none /proc') },
  {
    title: 'a full disk for the spool',
    url: url('hole'),
    under: mounted('mkdir -p /tmp/s && mount -t tmpfs -o size=8k none /tmp/s'),
    env: { FIRSTLIGHT_SPOOL_DIR: '/tmp/s' },
  },
  thread('a thread that is stuck', 'for (;;);'),
  thread('a thread that dies', 'throw new Error("on purpose")'),
  { title: 'no thread', url: url('hole'), nodeArgs: [`--require=${join(fixtures, 'bin', 'no-threads.cjs')}`] },
  { title: 'the app’s thread', url: url('hole'), env: { FIRSTLIGHT_EXPORTER_THREAD: 'false' } },
];

onEachRuntime(
  ({ binary }) => {
    describe('side by side', { concurrency: 6 }, () => {
      for (const { title, under, args, nodeArgs, env, http, ...fault } of faults)
        test(
          `${title}: the end is held up for the deadline at most`,
          {
            skip: under && !canMount && 'this machine lets no one mount',
          },
          async () => {
            const options: RunOptions = {
              fixture: 'preload/faulty-end.cjs',
              node: binary,
              collector: false,
              args: args ?? ['none'],
              ...(nodeArgs && { nodeArgs }),
              ...(under && { under }),
              env: {
                OTEL_EXPORTER_OTLP_ENDPOINT: fault.url()!,
                ...(http && { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }),
                FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(DEADLINE_MS),
                ...env,
              },
            };
            let result: RunResult | undefined;
            let held = Infinity;
            for (let tries = 0; tries < TRIES && !(held <= DEADLINE_MS + BEYOND_MS); tries += 1) {
              result = await runApp(options);
              held = Number(/^held (\d+)$/m.exec(result.stdout)?.[1] ?? NaN);
            }
            explain(result!, ({ code }) => {
              assert.equal(code, 4);
              assert.ok(held <= DEADLINE_MS + BEYOND_MS, `it was held up for ${held} ms`);
            });
          },
        );
    });
  },
  { every: true },
);

async function listening(accept: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => accept(socket.on('error', () => {})));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  server.unref();
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** A process that listens and does nothing else: it is stopped, as by a debugger or a frozen container. */
async function stoppedCollector(): Promise<string> {
  const source = `require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  closers.push(() => child.kill('SIGKILL'));
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).trim())),
  );
  child.kill('SIGSTOP');
  return `http://127.0.0.1:${port}`;
}

/**
 * A command that makes names of hosts be asked for where no answer ever comes from. Node.js ends after the resolver of
 * the system has given up, which nothing can hasten: docs/platforms.md.
 */
function silentNames(): string {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'resolv.conf');
  writeFileSync(file, 'nameserver 127.0.0.9\noptions timeout:1 attempts:1\n');
  const socket = createSocket('udp4').on('error', () => {});
  socket.bind(53, '127.0.0.9');
  socket.unref();
  closers.push(() => socket.close());
  return `mount --bind ${file} /etc/resolv.conf`;
}
