// firstlight doctor: what will happen, and what is wrong.
import { readEnvironment } from '../../lib/config';
import { redactArguments } from '../../lib/redaction';
import { checkConfiguration } from '../doctor/checks/configuration';
import { checkEndpoint } from '../doctor/checks/endpoint';
import { checkOpamp } from '../doctor/checks/opamp';
import { checkPackages } from '../doctor/checks/packages';
import { checkRuntime } from '../doctor/checks/runtime';
import { checkStart } from '../doctor/checks/start';
import { checkTrial } from '../doctor/checks/trial';
import { worst } from '../doctor/finding';
import { renderReport, reportJson } from '../doctor/report';
import { readContext } from '../doctor/context';
import { parseOptions, type OptionTable } from '../command-line/options';
import { writeLine, writeText } from '../terminal/output';
import type { Ending } from '../process-end';
import { isColoured } from '../terminal/terminal';
import { UsageError } from '../command-line/usage-error';

export const options = {
  json: { kind: 'flag', help: 'print one JSON document' },
  seconds: { kind: 'seconds', help: 'how long the app runs before it is asked to end (default 10)' },
  grace: { kind: 'milliseconds', help: 'how long the app then has to end before it is killed (default 5000)' },
  url: { kind: 'url', help: 'a URL of the app to get while it runs, so that there is something to trace' },
} as const satisfies OptionTable;

const RUN_SECONDS = 10;
const GRACE_MS = 5000;
const EXIT_CODES = { fine: 0, warning: 1, broken: 2 } as const;

/** Runs `firstlight doctor`. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest: command } = parseOptions(args, options, 'command');
  if (command.length === 0 && (values.url ?? values.seconds ?? values.grace) !== undefined)
    throw new UsageError(
      'doctor: expected the command that starts the app, such as "firstlight doctor -- node app.js"',
    );
  const context = readContext(command, readEnvironment(), process.cwd());
  const findings = [
    ...checkRuntime(context),
    ...checkStart(context),
    ...checkConfiguration(context),
    ...(await checkEndpoint(context)),
    ...(await checkOpamp(context)),
    ...checkPackages(context),
  ];
  // An app whose preload is not there does not start: that is said already.
  if (command.length > 0 && !findings.some(({ id }) => id === 'preload-not-found' || id === 'preload-not-built')) {
    const seconds = values.seconds ?? RUN_SECONDS;
    if (!values.json)
      writeLine(`runs ${redactArguments(command)} for ${seconds} s; its telemetry comes here, its output is not shown`);
    findings.push(
      ...(await checkTrial(context, {
        command,
        runMs: seconds * 1000,
        graceMs: values.grace ?? GRACE_MS,
        url: values.url,
      })),
    );
  }
  writeText(
    1,
    values.json
      ? reportJson(findings)
      : renderReport(findings, { colour: isColoured(1), root: context.root, cwd: context.cwd }),
  );
  return { code: EXIT_CODES[worst(findings)] };
}
