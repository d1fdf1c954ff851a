import { statSync } from 'node:fs';
import type { SignalTarget } from '../protocol';

type Files = Pick<SignalTarget, 'certificate' | 'clientCertificate' | 'clientKey'>;

/**
 * Creates a function that says whether the certificates and keys of a target are others than when it was last asked, or
 * than at first. They are renewed in place, or by a link on the way to them. What cannot be looked at has not
 * changed: the process may have lost the right to, or is met between two steps of a replacement.
 */
export function createFileWatch({ certificate, clientCertificate, clientKey }: Files): () => boolean {
  const files = [certificate, clientCertificate, clientKey].filter((file) => file !== undefined);
  let known = files.map(versionOf);
  return () => {
    if (files.length === 0) return false;
    const found = files.map((file, index) => versionOf(file) ?? known[index]);
    const isChanged = found.some((version, index) => version !== known[index]);
    known = found;
    return isChanged;
  };
}

function versionOf(file: string): string | undefined {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}
