// Options of a command as a table: parsing and help both come from it.
import { parseArgs } from 'node:util';
import { suggestion } from './suggestion';
import { UsageError } from './usage-error';

export interface Option {
  /**
   * A flag has no value. A port is 0 to 65535, milliseconds and seconds are whole numbers from 0, a URL is one of http
   * or https, a duration a number with a unit; `named` is name=value and may be repeated.
   */
  kind:
    'flag' | 'port' | 'count' | 'milliseconds' | 'seconds' | 'file' | 'folder' | 'url' | 'duration' | 'name' | 'named';
  help: string;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** The parsed values: true, a number or a string; absent if not given. */
export type OptionValues<T extends OptionTable> = {
  [Name in keyof T]?: T[Name]['kind'] extends 'flag'
    ? boolean
    : T[Name]['kind'] extends 'named'
      ? [name: string, value: string][]
      : T[Name]['kind'] extends 'file' | 'folder' | 'url' | 'duration' | 'name'
        ? string
        : number;
};

/**
 * Parses a command's options. `rest` is the other words; for a command that runs another one (`before: 'command'`) it
 * is everything from the first word that is no option, or after `--`, untouched: it belongs to the app.
 *
 * @throws UsageError on unknown options (with a did-you-mean), missing and bad values.
 */
export function parseOptions<T extends OptionTable>(
  args: readonly string[],
  table: T,
  before?: 'command',
): { values: OptionValues<T>; rest: string[] } {
  const end = before ? endOfOptions(args, table) : args.length;
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const typed = args.slice(0, end);
  const { tokens } = parseArgs({
    args: typed,
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values: Record<string, unknown> = {};
  const rest = before ? args.slice(args[end] === '--' ? end + 1 : end) : [];
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    // `-json` is read as `-j -s …`: the word as it was typed says more.
    if (!option) throw unknownOption(typed[token.index]!.replace(/=.*$/s, ''), table);
    const value = valueOf(token.rawName, option, token.value);
    values[token.name] =
      option.kind === 'named' ? [...((values[token.name] as unknown[] | undefined) ?? []), value] : value;
  }
  return { values: values as OptionValues<T>, rest };
}

/** Whether help is asked for; `--help` after the app's command is the app's. */
export function wantsHelp(args: readonly string[], table: OptionTable): boolean {
  return args.slice(0, endOfOptions(args, table)).some((arg) => arg === '--help' || arg === '-h');
}

/** The index of the first argument that is neither an option nor an option's value. */
function endOfOptions(args: readonly string[], table: OptionTable): number {
  let index = 0;
  while (index < args.length && args[index]!.startsWith('-') && args[index] !== '--') {
    const option = table[args[index]!.replace(/^--/, '')];
    index += option !== undefined && option.kind !== 'flag' ? 2 : 1;
  }
  return Math.min(index, args.length);
}

function unknownOption(name: string, table: OptionTable): UsageError {
  const meant = suggestion(name.replace(/^-+/, ''), [...Object.keys(table), 'help']);
  return new UsageError(`unknown option "${name}"${meant ? `, did you mean "--${meant}"?` : ''}`);
}

function valueOf(name: string, { kind }: Option, value: string | undefined): unknown {
  if (kind === 'flag') {
    if (value !== undefined) throw new UsageError(`${name}: expected no value, received "${value}"`);
    return true;
  }
  const expected = {
    port: 'a port from 0 to 65535',
    count: 'a number',
    milliseconds: 'a number of milliseconds',
    seconds: 'a number of seconds',
    file: 'a file name',
    folder: 'a folder',
    url: 'a URL such as http://localhost:3000/',
    duration: 'a duration such as 60s',
    name: 'a name',
    named: 'a name and a command, such as web="node web.js"',
  }[kind];
  if (value === undefined || value === '') throw new UsageError(`${name}: expected ${expected}, received nothing`);
  if (kind === 'file' || kind === 'folder') return value;
  if (kind === 'named') {
    const [, key, rest] = /^([\w.-]+)=(.*\S.*)$/s.exec(value) ?? [];
    if (key === undefined) throw new UsageError(`${name}: expected ${expected}, received "${value}"`);
    return [key, rest];
  }
  if (kind === 'url') {
    if (!/^https?:\/\//.test(value) || !URL.canParse(value))
      throw new UsageError(`${name}: expected ${expected}, received "${value}"`);
    return value;
  }
  const pattern = { duration: /^\d{1,7}(?:ms|s|m|h)$/, name: /^[^\s=]+$/ }[kind as string];
  if (pattern?.test(value)) return value;
  if (pattern || !/^\d{1,7}$/.test(value) || (kind === 'port' && Number(value) > 65_535))
    throw new UsageError(`${name}: expected ${expected}, received "${value}"`);
  return Number(value);
}
