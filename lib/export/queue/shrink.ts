import type { Signal } from '../protocol';
import { cutRequest } from '../request/cut-request';
import { splitRequest } from '../request/split-request';
import type { ExportBatch } from './batch';
import { MAX_REQUEST_BYTES } from './request-limit';

/** A request is not cut to less than this, in bytes: an endpoint that refuses that has another reason. */
const SMALLEST_BYTES = 1024;
/** What a request may take in addition to its own bytes, in the count of the endpoint. */
const FRAME_BYTES = 64;

/** How large a part is at most: a bit more than a half, since each repeats what its items have in common. */
const HALF = 0.6;

/** What can be sent in the place of a request that the endpoint calls too large. */
export interface Shrunk {
  readonly batches: readonly ExportBatch[];
  /** Whether values were cut. */
  readonly isCut: boolean;
}

/**
 * Makes smaller requests of one: of some of its items each, or, if there is only one, of the rest of it when its
 * largest values are cut. Undefined if that one cannot be cut further.
 * @param limitBytes What the endpoint takes, if it has said so.
 */
export function shrink(
  format: 'protobuf' | 'json',
  signal: Signal,
  { bytes, items, isMinor }: ExportBatch,
  limitBytes = Infinity,
): Shrunk | undefined {
  const size = bytes.byteLength;
  const limit = limitBytes > FRAME_BYTES && limitBytes <= size ? limitBytes - FRAME_BYTES : Infinity;
  const parts = splitRequest(format, signal, { bytes, items }, Math.min(limit, size * HALF));
  if (parts.length > 1) return { batches: parts.map((part) => ({ ...part, isMinor })), isCut: false };
  const target = Math.floor(limit < size ? limit : Math.min(size / 2, MAX_REQUEST_BYTES));
  if (target < SMALLEST_BYTES) return undefined;
  const cut = cutRequest(format, signal, bytes, target);
  return cut && { batches: [{ bytes: cut, items, isMinor }], isCut: true };
}
