// Help texts, from the tables of commands and options.
import { COMMANDS, type Command } from '../commands';
import type { Option, OptionTable } from './options';

/** `firstlight --help`. */
export function generalHelp(): string {
  return [
    'firstlight: logs with request IDs and distributed traces for any Node.js app, without touching its code.',
    '',
    'Usage: firstlight <command> [options]',
    '',
    ...columns([
      ...COMMANDS.map(({ name, summary }) => [name, summary] as const),
      ['help <command>', 'what a command does and its options'],
    ]),
    '',
    ...columns([
      ['-h, --help', 'this text'],
      ['-v, --version', 'the version'],
    ]),
    '',
    'Without this command line: node --import firstlight/register app.js',
    '',
  ].join('\n');
}

/** `firstlight <command> --help`. */
export function commandHelp({ usage, about }: Command, options: OptionTable): string {
  const rows = Object.entries(options).map(
    ([name, option]) => [`--${name}${placeholder(option)}`, option.help] as const,
  );
  return [
    `Usage: firstlight ${usage}`,
    '',
    about,
    '',
    'Options:',
    ...columns([...rows, ['-h, --help', 'this text']]),
    '',
  ].join('\n');
}

function placeholder({ kind }: Option): string {
  return {
    flag: '',
    port: ' <port>',
    count: ' <number>',
    milliseconds: ' <ms>',
    seconds: ' <seconds>',
    file: ' <file>',
    folder: ' <folder>',
    url: ' <url>',
    duration: ' <duration>',
    name: ' <name>',
    named: ' <name>=<command>',
  }[kind];
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
