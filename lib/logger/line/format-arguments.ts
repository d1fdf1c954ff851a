import { format, inspect } from 'node:util';
import { hasFields } from '../call';
import { isError } from './error-description';
import { describeThrown } from './placeholders';
import { createSerializeState, serialize } from './serialize';
import type { Redaction } from '../../redaction';
import { SPLAT } from './symbols';
import type { Info } from '../types';

const TOKENS = /%[scdjifoO%]/g;

/** What a call's arguments after the message mean. */
export interface FormatArguments {
  readonly message: unknown;
  /** Objects whose properties are fields of the line. */
  readonly metas: readonly object[];
  /** The first error among the arguments. */
  readonly fault?: Error;
}

/**
 * Fills printf tokens as winston's `splat` format does; what is left over becomes fields (objects), the line's error
 * (errors) or is appended to the message (anything else, which `splat` would spread into characters). Never throws.
 */
export function resolveFormatArguments(info: Info, redaction?: Redaction): FormatArguments {
  const splat = info[SPLAT] ?? info['splat'];
  let { message } = info;
  if (!Array.isArray(splat) || splat.length === 0) return { message, metas: [] };
  const tokens = typeof message === 'string' ? message.match(TOKENS) : null;
  const places = tokens?.filter((token) => token !== '%%') ?? [];
  const taken = places.length;
  if (tokens)
    message = printf(
      message as string,
      splat
        .slice(0, taken)
        .map((arg, index) =>
          places[index] === '%j' && hasFields(arg) ? serialize(arg, createSerializeState(redaction)) : arg,
        ),
    );
  const metas: object[] = [];
  const fault = splat.find(isError);
  for (const extra of splat.slice(taken) as unknown[]) {
    if (isError(extra)) continue;
    if (hasFields(extra)) metas.push(extra);
    else if (isSpoken(extra))
      message = `${typeof message === 'string' ? message : printf('%s', [message])} ${printf('%s', [extra])}`;
  }
  return { message, metas, fault };
}

// A trailing callback or undefined says nothing, and an empty object has no fields.
function isSpoken(extra: unknown): boolean {
  if (extra === undefined || extra === null || typeof extra === 'function') return false;
  try {
    return typeof extra !== 'object' || Object.getPrototypeOf(extra) !== Object.prototype;
  } catch {
    return true;
  }
}

function printf(message: string, args: readonly unknown[]): string {
  try {
    return format(message, ...args);
  } catch (thrown) {
    // An argument's own toString, toJSON or inspect function threw.
    const textOf = (arg: unknown): string =>
      typeof arg === 'object' || typeof arg === 'function' ? describeThrown(thrown) : inspect(arg);
    return `${message} ${args.map(textOf).join(' ')}`;
  }
}
