import { readFileSync } from 'node:fs';

/** One encoded OTLP export request. */
export interface ExportBatch {
  readonly bytes: Uint8Array;
  readonly items: number;
  /** Bytes of memory that it holds. Default: all of them. */
  readonly size?: number;
  /** It is on disk if it outlives this process and does not count for the limit of memory. */
  readonly stored?: boolean;
  /** Log records of the levels debug and info only: they are dropped first. */
  readonly isMinor?: boolean;
}

/**
 * The batches arrive encoded, so that the app's thread pays for encoding only: the delegates' serializer has nothing
 * left to do but to pass on the answer.
 */
export const identity = (onAnswer: (answer: Uint8Array) => void) => ({
  serializeRequest: ({ bytes }: ExportBatch) => bytes,
  deserializeResponse: (answer: Uint8Array) => {
    onAnswer(answer);
    return {};
  },
});
export const counting = { name: 'span', countItems: ({ items }: ExportBatch) => items } as const;
/** Exports in flight that a delegate allows; a queue keeps to fewer. */
export const CONCURRENCY = 32;

/** A certificate or key file; a missing one throws. */
export function readPem(file: string | undefined): Buffer | undefined {
  return file === undefined ? undefined : readFileSync(file);
}
