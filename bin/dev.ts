// firstlight dev: the app, its log lines, and its traces, in one terminal.
import { existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readEnvironment } from '../lib/config';
import { announce } from './announcement';
import { appEnvironment } from './app-environment';
import { runApp } from './app-process';
import { openBrowser } from './browser';
import { parseOptions, type OptionTable } from './options';
import { writeLine } from './output';
import { packageRoot } from './package-root';
import type { Ending } from './process-end';
import { keepSession, openCollector, PORT_TAKEN_EXIT_CODE, printTraces } from './receiving';
import { UsageError } from './usage-error';

export const options = {
  json: { kind: 'flag', help: 'print each finished trace as one line of JSON' },
  open: { kind: 'flag', help: 'open the page in the browser' },
  save: { kind: 'folder', help: 'keep the session as OTLP/JSON lines in a file of this folder, for `firstlight view`' },
  quiet: { kind: 'flag', help: 'print nothing but traces' },
  output: { kind: 'file', help: 'append traces to this file instead of stderr' },
  wait: { kind: 'milliseconds', help: 'how long a trace must be quiet before it is printed (default 500)' },
  'grpc-port': { kind: 'port', help: 'port of the collector for OTLP/gRPC (default 4317, or a free one)' },
  'http-port': { kind: 'port', help: 'port of the collector for OTLP/HTTP (default 4318, or a free one)' },
} as const satisfies OptionTable;

/** Runs `firstlight dev`. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest } = parseOptions(args, options, 'command');
  if (rest.length === 0) throw new UsageError('dev: expected the command that starts the app, such as "firstlight dev node app.js"');
  const register = path.join(packageRoot(), 'register.js');
  if (!existsSync(register)) throw new Error(`${register} is missing: build firstlight first (npm run build)`);
  const fd = values.output === undefined ? 2 : openOutput(values.output);

  const collector = await openCollector(values);
  if (!collector) return { code: PORT_TAKEN_EXIT_CODE };
  const note = (text: string): void => {
    if (!values.quiet) writeLine(text);
  };
  const { env, setAside } = appEnvironment(readEnvironment(), pathToFileURL(register).href, collector.grpcPort);
  if (!values.quiet) announce(collector, { json: values.json ?? false, open: false, then: `traces appear ${values.output === undefined ? 'here' : `in ${values.output}`} as they finish` });
  if (values.open && collector.pageUrl !== undefined) openBrowser(collector.pageUrl);
  const session = values.save === undefined ? undefined : keepSession(collector, values.save);
  if (setAside.length > 0) note(`set aside for this run, as telemetry goes to the collector above: ${setAside.join(', ')}`);

  let printed = 0;
  const forget = collector.store.on('spans', (spans) => (printed += spans.length));
  const traces = printTraces(collector, { fd, json: values.json ?? false, assembly: { quietMs: values.wait } });
  const ending = await runApp(asCommand(rest), env);
  traces.flush();
  traces.close();
  forget();
  session?.close();
  await collector.close();
  if (printed === 0) note('no trace arrived: is telemetry disabled, or did the command start no Node.js program that serves or sends requests?');
  return ending;
}

/** A JavaScript file that is there runs with this Node.js; anything else is a command. */
function asCommand([command, ...args]: string[]): string[] {
  return /\.[cm]?js$/.test(command!) && existsSync(command!) ? [process.execPath, command!, ...args] : [command!, ...args];
}

function openOutput(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (error) {
    throw new UsageError(`--output: cannot write to ${file}: ${(error as Error).message}`);
  }
}
