import { readFileSync } from 'node:fs';
import type { OtlpTarget } from '../../config';
import type { SignalTarget } from '../../export';

/** The certificates and keys, while this process can read them. */
export function filesOf({
  certificate,
  clientCertificate,
  clientKey,
}: Pick<OtlpTarget, 'certificate' | 'clientCertificate' | 'clientKey'>): SignalTarget['files'] {
  const files: Record<string, Uint8Array> = {};
  for (const file of [certificate, clientCertificate, clientKey]) {
    if (file === undefined) continue;
    try {
      files[file] = readFileSync(file);
    } catch {
      // It was there a moment ago: the exporter tries again, and says so if it fails.
    }
  }
  return files;
}
