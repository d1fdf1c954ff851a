// The app's command line, as Node.js reads it.
import path from 'node:path';
import { splitNodeOptions } from '../../lib/loading/process/node-options';

/** A flag of Node.js and where it is written. */
export interface Flag {
  /** Without its value: `--import`, `-r`. */
  readonly name: string;
  readonly value?: string;
  readonly from: 'NODE_OPTIONS' | 'command line';
}

export interface CommandLine {
  /** What to execute: Node.js itself, or another program that may start it. */
  readonly program: string;
  readonly isNode: boolean;
  /** Flags of NODE_OPTIONS, then those of the command line. */
  readonly flags: readonly Flag[];
  /** The app's main file. */
  readonly script?: string;
  /** What follows it: arguments of the app. */
  readonly args: readonly string[];
}

/** Flags whose value may follow as a word of its own. https://nodejs.org/api/cli.html */
const WITH_VALUE = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--env-file-if-exists',
  '-e',
  '--eval',
  '-p',
  '--print',
  '-pe',
  '--input-type',
  '--title',
  '--icu-data-dir',
  '--openssl-config',
  '--redirect-warnings',
  '--diagnostic-dir',
  '--cpu-prof-dir',
  '--watch-path',
]);

/**
 * Takes a command apart. A JavaScript file runs with the Node.js at hand.
 *
 * @param command Empty: only NODE_OPTIONS says something.
 */
export function readCommandLine(command: readonly string[], nodeOptions: string | undefined): CommandLine {
  const inherited = readFlags(splitNodeOptions(nodeOptions ?? ''), 'NODE_OPTIONS').flags;
  const [first = process.execPath, ...rest] = command;
  if (/\.[cm]?[jt]s$/.test(first))
    return { program: process.execPath, isNode: true, flags: inherited, script: first, args: rest };
  if (!/^node(?:js)?(?:[\d.-]*)?(?:\.exe)?$/i.test(path.basename(first)))
    return { program: first, isNode: false, flags: inherited, args: rest };
  const { flags, rest: words } = readFlags(rest, 'command line');
  return { program: first, isNode: true, flags: [...inherited, ...flags], script: words[0], args: words.slice(1) };
}

function readFlags(words: readonly string[], from: Flag['from']): { flags: Flag[]; rest: readonly string[] } {
  const flags: Flag[] = [];
  let index = 0;
  for (; index < words.length && words[index]!.startsWith('-') && words[index] !== '-'; index += 1) {
    if (words[index] === '--') return { flags, rest: words.slice(index + 1) };
    const [name = '', ...value] = words[index]!.split('=');
    if (value.length > 0) flags.push({ name, value: value.join('='), from });
    else
      flags.push(
        WITH_VALUE.has(name) && index + 1 < words.length ? { name, value: words[(index += 1)], from } : { name, from },
      );
  }
  return { flags, rest: words.slice(index) };
}

const isRequire = ({ name }: Flag): boolean => name === '-r' || name === '--require';
const isImport = ({ name }: Flag): boolean => name === '--import';

/** What is loaded before the app, in Node's order: all that is required comes before all that is imported. */
export const preloadsOf = ({ flags }: CommandLine): Flag[] => [...flags.filter(isRequire), ...flags.filter(isImport)];
