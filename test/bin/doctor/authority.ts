// A certificate authority for one test file, and certificates that it signed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/folder';

export interface Certificate {
  /** Files in PEM format. */
  key: string;
  cert: string;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const openssl = (...args: string[]): void => {
  execFileSync('openssl', args, { stdio: 'ignore' });
};

/** A self-signed certificate for localhost that may sign others. */
export function createAuthority(): Certificate & { sign(name: string): Certificate } {
  const folder = temporaryFolder();
  const at = (name: string): Certificate => ({ key: join(folder, `${name}.key`), cert: join(folder, `${name}.pem`) });
  const own = at('authority');
  openssl(
    'req',
    '-x509',
    ...EC,
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-days',
    '2',
    '-keyout',
    own.key,
    '-out',
    own.cert,
  );
  return {
    ...own,
    sign(name) {
      const made = at(name);
      openssl('req', ...EC, '-subj', `/CN=${name}`, '-keyout', made.key, '-out', `${made.cert}.csr`);
      openssl(
        'x509',
        '-req',
        '-in',
        `${made.cert}.csr`,
        '-CA',
        own.cert,
        '-CAkey',
        own.key,
        '-CAcreateserial',
        '-days',
        '2',
        '-out',
        made.cert,
      );
      return made;
    },
  };
}

/** The contents, as servers take them. */
export const read = ({ key, cert }: Certificate): { key: Buffer; cert: Buffer } => ({
  key: readFileSync(key),
  cert: readFileSync(cert),
});
