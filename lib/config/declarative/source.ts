import type { Place } from './types';

/** Where the value of a variable is from, if it stands in a file: `otel.yaml:12:7`. */
export const placeText = (path: string, { line, column }: Place): string => `${path}:${line}:${column}`;

const OF_FILE = /:\d+:\d+$/;

/** Whether someone has set a variable, in the environment or in a file. @param source That of `config.sources`. */
export const isGiven = (source: string | undefined): boolean => source === 'environment' || OF_FILE.test(source ?? '');

/** Whether it is a place in a file. */
export const isOfFile = (source: string | undefined): boolean => OF_FILE.test(source ?? '');

/**
 * Variables of firstlight that the environment sets beside a file, too: they win over it. All others count only if the
 * file refers to them.
 */
export const isSetBesideFile = (name: string): boolean => /^(?:FIRSTLIGHT_|LOG_)|^OTEL_ENABLED$/i.test(name);
