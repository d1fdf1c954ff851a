/**
 * The flags in NODE_OPTIONS, as Node reads them: separated by blanks, a value with blanks in double quotes, in which a
 * backslash escapes.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
export function splitNodeOptions(options: string): string[] {
  const words = options.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"/g, (_, quoted: string) => quoted.replace(/\\(.)/g, '$1')),
  );
}

/**
 * The values of a flag, as `--flag=value` or `--flag value`. @param flag Matches the flag; its first group is the
 * value.
 */
export function flagValues(flags: readonly string[], flag: RegExp): string[] {
  return flags.flatMap((each, index) => {
    const found = flag.exec(each);
    return found ? [found[1] ?? flags[index + 1] ?? ''] : [];
  });
}
