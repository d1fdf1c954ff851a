// firstlight dev: the app, its log lines, and its traces, in one terminal.
import { existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { isatty } from 'node:tty';
import { pathToFileURL } from 'node:url';
import { readEnvironment } from '../../lib/config';
import { printBanner } from '../terminal/banner';
import { appEnvironment } from '../app/environment';
import { startApp, type RunningApp } from '../app/process';
import { openBrowser } from '../terminal/browser';
import { startNamedApps } from '../app/named-apps';
import { startWatchdog } from '../app/watchdog';
import { parseOptions, type OptionTable } from '../command-line/options';
import { writeLine } from '../terminal/output';
import { packageRoot } from '../package-root';
import type { Ending } from '../process-end';
import { holdings, startProgress } from '../terminal/progress';
import { keepSession, openCollector, PORT_TAKEN_EXIT_CODE, printTraces } from '../receiving';
import { runWatched } from '../app/restarting';
import { startTitle } from '../terminal/title';
import { UsageError } from '../command-line/usage-error';

export const options = {
  json: { kind: 'flag', help: 'print each finished trace as one line of JSON' },
  open: { kind: 'flag', help: 'open the page in the browser' },
  save: { kind: 'folder', help: 'keep the session as OTLP/JSON lines in a file of this folder, for `firstlight view`' },
  watch: { kind: 'flag', help: 'start the command again when a source file below this folder changes' },
  run: { kind: 'named', help: 'run a command under a name of its own, instead of the one command; repeat for several' },
  quiet: { kind: 'flag', help: 'print nothing but traces' },
  output: { kind: 'file', help: 'append traces to this file instead of stderr' },
  wait: { kind: 'milliseconds', help: 'how long a trace must be quiet before it is printed (default 500)' },
  prices: { kind: 'file', help: 'a JSON file with what a million tokens of each AI model cost, for the page' },
  'grpc-port': { kind: 'port', help: 'port of the collector for OTLP/gRPC (default 4317, or a free one)' },
  'http-port': { kind: 'port', help: 'port of the collector for OTLP/HTTP (default 4318, or a free one)' },
} as const satisfies OptionTable;

/** Nothing for so long, in milliseconds, and one may wonder whether it works. */
const REMINDER_MS = 8000;

/** Runs `firstlight dev`. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest } = parseOptions(args, options, 'command');
  const named = values.run ?? [];
  if (named.length > 0 && rest.length > 0)
    throw new UsageError(`dev: expected either --run or a command, received both ("${rest[0]}")`);
  if (new Set(named.map(([name]) => name)).size < named.length)
    throw new UsageError('dev: expected a name of its own for each --run, received one twice');
  if (rest.length + named.length === 0)
    throw new UsageError('dev: expected the command that starts the app, such as "firstlight dev node app.js"');
  const register = path.join(packageRoot(), 'register.js');
  if (!existsSync(register)) throw new Error(`${register} is missing: build firstlight first (npm run build)`);
  const fd = values.output === undefined ? 2 : openOutput(values.output);

  const collector = await openCollector(values);
  if (!collector) return { code: PORT_TAKEN_EXIT_CODE };
  const note = (text: string): void => {
    if (!values.quiet) writeLine(text);
  };
  const { env, setAside } = appEnvironment(
    readEnvironment(),
    pathToFileURL(register).href,
    collector.grpcPort,
    isatty(1),
  );
  if (!values.quiet)
    printBanner(collector, {
      json: values.json ?? false,
      open: false,
      then: `traces appear ${values.output === undefined ? 'here' : `in ${values.output}`} as they finish`,
    });
  if (values.open && collector.pageUrl !== undefined) openBrowser(collector.pageUrl);
  const session = values.save === undefined ? undefined : keepSession(collector, values.save);
  if (session) note(`saves what it receives in ${session.file}`);
  if (setAside.length > 0)
    note(`set aside for this run, as telemetry goes to the collector above: ${setAside.join(', ')}`);

  if (env.LOG_FORMAT === 'console' && !readEnvironment().LOG_FORMAT)
    note('log lines are for people here (LOG_FORMAT=console); LOG_FORMAT=json has them as they are elsewhere');

  let printed = 0;
  const forget = collector.store.on('spans', (spans) => (printed += spans.length));
  const traces = printTraces(collector, { fd, json: values.json ?? false, assembly: { quietMs: values.wait } });
  // The screen is that of the one command: a line that changes in place would get into its own. Of several, all that
  // they write passes through here.
  const isOwn = named.length > 0;
  const isSilent = values.json || values.quiet;
  const show = isSilent ? () => () => {} : startProgress;
  const endProgress = isSilent ? () => {} : (isOwn ? startProgress : startTitle)(() => holdings(collector.store));
  const reminder = setTimeout(() => {
    if (printed === 0) note('no trace yet: the app runs, and what it does will be here');
  }, REMINDER_MS).unref();
  const watchdog = startWatchdog();
  const start = (): RunningApp =>
    named.length > 0 ? startNamedApps(named, env, watchdog) : startApp(asCommand(rest), env, watchdog);
  const ending = await (values.watch
    ? runWatched(start, process.cwd(), note, () => (isOwn ? () => {} : show(() => 'waiting for a change')))
    : start().ended);
  endProgress();
  watchdog.close();
  clearTimeout(reminder);
  traces.flush();
  traces.close();
  forget();
  session?.close();
  if (session && !isSilent) writeLine(session.summary());
  await collector.close();
  if (printed === 0)
    note(
      'no trace arrived: is telemetry disabled, or did the command start no Node.js program that serves or ' +
        'sends requests?',
    );
  return ending;
}

/**
 * A JavaScript file that is there runs with this Node.js, and one of TypeScript if this Node.js takes it; anything else
 * is a command.
 */
function asCommand([command, ...args]: string[]): string[] {
  const types = (process.features as { typescript?: string | false }).typescript;
  return (types ? /\.[cm]?[jt]s$/ : /\.[cm]?js$/).test(command!) && existsSync(command!)
    ? [process.execPath, command!, ...args]
    : [command!, ...args];
}

function openOutput(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (error) {
    throw new UsageError(`--output: cannot write to ${file}: ${(error as Error).message}`);
  }
}
