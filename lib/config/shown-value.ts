import { redact } from '../redaction';
import type { Entry } from './entry';

/** A value as problems show it: redacted where it is secret, in words where there is none. */
export function shownValue(row: Entry<unknown>, value: unknown): string {
  return value === undefined ? (row.defaultText ?? 'none') : redact(row.format(value), row.secret) || 'none';
}
