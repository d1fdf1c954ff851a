import { STREAM } from '../line/symbols';
import type { StreamName } from '../types';

/** The stream that a line asked for. */
export function streamOf(info: { readonly [key: symbol]: unknown }): StreamName {
  return info[STREAM] === 'stderr' ? 'stderr' : 'stdout';
}
