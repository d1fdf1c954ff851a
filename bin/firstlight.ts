#!/usr/bin/env node
// The command line: finds the command, runs it, ends as it says.
import { findCommand } from './commands';
import { commandHelp, generalHelp } from './command-line/help';
import { wantsHelp } from './command-line/options';
import { writeLine, writeText } from './terminal/output';
import { endProcess, type Ending } from './process-end';
import { packageVersion } from './package-root';
import { UsageError, USAGE_EXIT_CODE } from './command-line/usage-error';

async function main([first, ...args]: string[]): Promise<Ending> {
  if (first === '--version' || first === '-v') {
    writeText(1, `${packageVersion()}\n`);
    return { code: 0 };
  }
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && args.length === 0)) {
    writeText(first === undefined ? 2 : 1, generalHelp());
    return { code: first === undefined ? USAGE_EXIT_CODE : 0 };
  }
  const asksHelp = first === 'help';
  const command = findCommand(asksHelp ? args[0]! : first);
  const { options, run } = command.load();
  if (asksHelp || wantsHelp(args, options)) {
    writeText(1, commandHelp(command, options));
    return { code: 0 };
  }
  return run(args);
}

main(process.argv.slice(2)).then(endProcess, (error: unknown) => {
  writeLine(error instanceof Error ? error.message : String(error));
  endProcess({ code: error instanceof UsageError ? USAGE_EXIT_CODE : 70 });
});
