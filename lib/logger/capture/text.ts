import { formatWithOptions } from 'node:util';
import { describeThrown } from '../line/placeholders';

/** The arguments of a logging call as one text, without colours. */
export function formatArguments(args: readonly unknown[]): string {
  try {
    return formatWithOptions({ colors: false }, ...(args as [unknown, ...unknown[]]));
  } catch (thrown) {
    return describeThrown(thrown);
  }
}
