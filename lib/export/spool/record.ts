import { createHash } from 'node:crypto';
import { SIGNALS, type Signal } from '../protocol';

/** One batch on disk. */
export interface SpoolRecord {
  readonly signal: Signal;
  readonly format: 'protobuf' | 'json';
  readonly items: number;
  /** The OTLP export request, as it is sent. */
  readonly bytes: Uint8Array;
}

const NEWLINE = 10;

/** A line of JSON, which people can read, then the bytes. The checksum is over both. */
export function encodeRecord(record: SpoolRecord): Buffer {
  const { signal, format, items, bytes } = record;
  const header = JSON.stringify({
    firstlight: 1,
    signal,
    format,
    items,
    bytes: bytes.byteLength,
    sha256: checksum(record),
  });
  return Buffer.concat([Buffer.from(`${header}\n`), bytes]);
}

/** Undefined if the file is torn, damaged, or not one of ours. */
export function decodeRecord(file: Buffer): SpoolRecord | undefined {
  try {
    const end = file.indexOf(NEWLINE);
    const { firstlight, signal, format, items, sha256 } = JSON.parse(file.toString('utf8', 0, end)) as Record<
      string,
      unknown
    >;
    const record = { signal, format, items, bytes: file.subarray(end + 1) } as SpoolRecord;
    return firstlight === 1 && SIGNALS.includes(record.signal) && checksum(record) === sha256 ? record : undefined;
  } catch {
    return undefined;
  }
}

function checksum({ signal, format, items, bytes }: SpoolRecord): string {
  return createHash('sha256').update(`${signal} ${format} ${items}\n`).update(bytes).digest('hex');
}
