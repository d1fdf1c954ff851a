import type { Signal } from '../protocol';
import { cutJson } from './cut-json';
import type { CutLimits } from './cut-limits';
import { cutProtobuf } from './cut-protobuf';

/** No text is cut to less: then it is not the texts. */
const SHORTEST = 64;
/** What is left of lists if it is not them. */
const FEW = 64;
/** Limits are tried in steps of a fourth of a power of two, so that a few tries find the largest that fits. */
const STEPS = 100;
const stepOf = (step: number): number => Math.floor(2 ** (step / 4));

/**
 * A request whose largest values are cut, and marked as cut, so that it has at most `maxBytes`: texts and bytes first,
 * then lists and maps, then attributes, events and links, of those that have most of them, which are counted as
 * dropped. Undefined if nothing in it can be cut so far.
 */
export function cutRequest(
  format: 'protobuf' | 'json',
  signal: Signal,
  request: Uint8Array,
  maxBytes: number,
): Uint8Array | undefined {
  const cut = (limits: CutLimits) =>
    format === 'json' ? cutJson(request, limits) : cutProtobuf(signal, request, limits);
  try {
    return (
      largest((step) => cut({ text: SHORTEST * stepOf(step), values: Infinity }), maxBytes) ??
      largest((step) => cut({ text: SHORTEST, values: stepOf(step) }), maxBytes) ??
      largest((step) => cut({ text: SHORTEST, values: FEW, members: stepOf(step) }), maxBytes) ??
      largest((step) => cut({ text: SHORTEST, values: 1, members: stepOf(step) }), maxBytes)
    );
  } catch {
    return undefined;
  }
}

/** The result of the last step that fits; undefined if none does. */
function largest(cut: (step: number) => Uint8Array, maxBytes: number): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  for (let low = 0, high = STEPS; low <= high;) {
    const step = found || low > 0 ? (low + high) >> 1 : 0;
    const result = cut(step);
    if (result.byteLength <= maxBytes) {
      found = result;
      low = step + 1;
    } else if (step === 0) return undefined;
    else high = step - 1;
  }
  return found;
}
