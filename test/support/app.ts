import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { after } from 'node:test';
import { type Collector, startCollector } from '../../collector';
import type { LogEntry, MetricEntry, SpanRecord } from '../../collector';
import { DEADLINE_MS, within } from './deadline';
import { collectOutput, jsonLines, type LogLine } from './output';

/** The repository, the folder of the test apps, and the preload that the build made. */
export const root = join(__dirname, '..', '..');
export const fixtures = join(root, 'test', 'fixtures');
export const preloadFile = join(root, 'register.js');

/** How long the end of an app with a collector may be held up, unless the test says otherwise. */
const SHUTDOWN_MS = 20_000;

export interface AppOptions {
  /** The app, below test/fixtures or absolute. */
  fixture: string;
  /** The Node.js executable. Default: the one that runs the tests. */
  node?: string;
  args?: string[];
  /** Flags of Node.js, before the preload's own. */
  nodeArgs?: string[];
  /** All of the environment but PATH and HOME, which are always given, and the collector's address. */
  env?: Record<string, string>;
  /** How firstlight gets in: `--import` (default), `--require`, `--import` in NODE_OPTIONS, or not at all. */
  preload?: 'import' | 'require' | 'options' | 'none';
  /** Where the preload is called from. Default: the built register.js of this repository. */
  preloadPath?: string;
  cwd?: string;
  /** A receiver of the app's telemetry: a new one (default), none, or one that is shared with other apps. */
  collector?: boolean | Collector;
  /** Gives the app an IPC channel, on which it may send `{port}`. */
  ipc?: boolean;
  /** Runs the whole under another command, such as `['unshare', '-pf']`. */
  under?: string[];
  /** How the app says that it listens, if not by `listening PORT`; its first group, if any, is the port. */
  ready?: RegExp;
  /** After this long the app is killed and the run fails. */
  deadlineMs?: number;
}

export interface RunOptions extends AppOptions {
  /** Sent once the app listens; afterwards the app gets `signal`. */
  requests?: (app: App) => Promise<void>;
  /** Default with `requests`: SIGTERM; without: none, the app ends by itself. */
  signal?: NodeJS.Signals;
}

/** What a process left behind. */
export interface RunResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** The JSON lines of stdout and stderr. */
  out: LogLine[];
  err: LogLine[];
  spans: SpanRecord[];
  logs: LogEntry[];
  metrics: MetricEntry[];
  /** From the start of the process to its end. */
  durationMs: number;
}

export interface App {
  /** The port that the app said it listens on. */
  port: number;
  url: string;
  child: ChildProcess;
  /** The receiver of its telemetry, if it has one. */
  collector: Collector | undefined;
  /** A line of stdout or stderr, printed already or to come. */
  waitForLine(predicate: (line: string) => boolean, ms?: number): Promise<string>;
  /** Sends the signal (default SIGTERM) and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<RunResult>;
  /** Waits for the end without asking for it. */
  ended(): Promise<RunResult>;
  /** Command, output and state so far, for messages. */
  describe(): string;
}

const leftovers = new Set<() => unknown>();
after(async () => {
  await Promise.all([...leftovers].map((end) => end()));
});
process.once('exit', () => {
  for (const end of leftovers) end();
});

/** A receiver on free ports that is closed at the latest when the test file ends. */
export async function openCollector(): Promise<Collector> {
  const collector = await startCollector({ grpcPort: 0, httpPort: 0 });
  leftovers.add(() => collector.close());
  return collector;
}

/** Runs an app to its end: with requests, if given, once it listens. */
export async function runApp(options: RunOptions): Promise<RunResult> {
  if (!options.requests && !options.signal) return (await launch(options)).ended();
  const app = await startApp(options);
  await options.requests?.(app);
  return app.stop(options.signal);
}

/** Starts an app and waits until it listens: it prints `listening PORT` to stdout or sends `{port}`. */
export async function startApp(options: AppOptions): Promise<App> {
  const app = await launch(options);
  app.port = await within(
    options.ready ? readiness(app, options.ready) : listening(app),
    'the app listens',
    app.describe,
    options.deadlineMs,
  );
  app.url = `http://127.0.0.1:${app.port}`;
  return app;
}

async function readiness(app: App, ready: RegExp): Promise<number> {
  return Number(ready.exec(await app.waitForLine((line) => ready.test(line)))![1] ?? 0);
}

function listening(app: App): Promise<number> {
  return new Promise((resolve, reject) => {
    app.child.on('message', (message) => {
      const { port } = message as { port?: number };
      if (port) resolve(port);
    });
    app
      .waitForLine((line) => /^listening \d+$/.test(line))
      .then(
        (line) => resolve(Number(line.split(' ')[1])),
        () => reject(new Error(`the app never listened\n${app.describe()}`)),
      );
  });
}

async function launch(options: AppOptions): Promise<App> {
  const collector =
    options.collector === undefined || options.collector === true
      ? await openCollector()
      : options.collector || undefined;
  const [command, ...args] = commandLine(options);
  const started = performance.now();
  const child = spawn(command!, args, {
    cwd: options.cwd ?? root,
    env: environment(options, collector),
    stdio: ['ignore', 'pipe', 'pipe', ...(options.ipc ? ['ipc' as const] : [])],
  });
  const kill = () => child.kill('SIGKILL');
  leftovers.add(kill);
  const stdout = collectOutput(child.stdout!);
  const stderr = collectOutput(child.stderr!);
  const describe = () =>
    [
      `$ ${[command, ...args].join(' ')}`,
      `exit: ${child.exitCode ?? child.signalCode ?? 'still running'}`,
      `--- stdout\n${stdout.text()}`,
      `--- stderr\n${stderr.text()}`,
    ].join('\n');

  const end = new Promise<RunResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      leftovers.delete(kill);
      const { spans, logs, metrics } = collector?.store ?? { spans: [], logs: [], metrics: [] };
      resolve({
        code,
        signal,
        stdout: stdout.text(),
        stderr: stderr.text(),
        out: jsonLines(stdout.text()),
        err: jsonLines(stderr.text()),
        spans: [...spans],
        logs: [...logs],
        metrics: [...metrics],
        durationMs: performance.now() - started,
      });
    });
  });
  end.catch(() => {});

  const ended = () => within(end, 'the app ends', describe, options.deadlineMs ?? DEADLINE_MS).finally(kill);
  return {
    port: 0,
    url: '',
    child,
    collector,
    describe,
    ended,
    waitForLine: (predicate, ms) =>
      within(Promise.any([stdout.waitFor(predicate), stderr.waitFor(predicate)]), 'a line', describe, ms),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended();
    },
  };
}

function commandLine(options: AppOptions): string[] {
  const { preload = 'import', preloadPath = preloadFile } = options;
  if (preload !== 'none' && preloadPath === preloadFile && !existsSync(preloadFile))
    throw new Error(`${preloadPath} is not there: npm run build makes it`);
  const flags = preload === 'import' || preload === 'require' ? [`--${preload}`, preloadPath] : [];
  const file = isAbsolute(options.fixture) ? options.fixture : join(fixtures, options.fixture);
  return [
    ...(options.under ?? []),
    options.node ?? process.execPath,
    ...(options.nodeArgs ?? []),
    ...flags,
    file,
    ...(options.args ?? []),
  ];
}

function environment(options: AppOptions, collector: Collector | undefined): Record<string, string> {
  const inherited = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  const endpoint = collector ? { OTEL_EXPORTER_ENDPOINT: `http://127.0.0.1:${collector.grpcPort}` } : undefined;
  // JSON quoting is what NODE_OPTIONS understands for a path with spaces.
  const flag =
    options.preload === 'options'
      ? { NODE_OPTIONS: `--import=${JSON.stringify(options.preloadPath ?? preloadFile)}` }
      : undefined;
  // If a collector answers, an end takes as long as that: on a machine with many tests at once, now and then longer
  // than the default.
  const patience = collector ? { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: String(SHUTDOWN_MS) } : undefined;
  return { ...inherited, ...endpoint, ...patience, ...flag, ...options.env };
}
