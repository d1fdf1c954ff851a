/** sysexits.h EX_USAGE: the command was used incorrectly. */
export const USAGE_EXIT_CODE = 64;

/** A mistake on the command line; its message is for the person who typed it. */
export class UsageError extends Error {
  override name = 'UsageError';
}
