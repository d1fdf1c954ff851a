// Which finding an error of the network is.
import type { Finding } from '../finding';
import { found, type FindingId } from '../table';

const message = (error: NodeJS.ErrnoException): string => {
  // Several addresses were tried, and each has its own error.
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : undefined;
  return (error.message || first?.message || error.code || String(error)).split('\n', 1)[0]!.slice(0, 200);
};

/** @param isDefault Whether no one named this endpoint: that nothing listens there is no fault then. */
export function connectFault(error: NodeJS.ErrnoException, place: string, isDefault: boolean): Finding {
  if (isDefault && error.code === 'ECONNREFUSED') return found('endpoint-absent', place, { place, error: error.code });
  const id: FindingId =
    error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'endpoint-refused' : 'endpoint-unreachable';
  return found(id, `${place}: ${message(error)}`, { place, error: error.code });
}

/**
 * What OpenSSL and Node call a certificate that does not hold.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const UNTRUSTED = /CERT|UNABLE_TO_|SELF_SIGNED|ALTNAME|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH/;
/** The other side answers, in something that is no TLS. */
const NO_TLS = new RegExp(
  'WRONG_VERSION_NUMBER|UNEXPECTED_MESSAGE|PACKET_LENGTH|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_LAYER|BAD_RECORD|' +
    'ECONNRESET|EPROTO|EPIPE',
);
/** Alerts by which servers refuse who comes without a certificate, or with one they do not know. RFC 8446, 6.2 */
export const WANTS_CERTIFICATE = new RegExp(
  'ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|' +
    'CERTIFICATE_EXPIRED|HANDSHAKE_FAILURE|ACCESS_DENIED)|' +
    'alert (?:certificate required|bad certificate|unknown ca|certificate unknown|handshake failure|access denied)',
  'i',
);

export function tlsFault(error: NodeJS.ErrnoException, place: string): Finding {
  const code = error.code ?? '';
  const id: FindingId =
    code === 'ETIMEDOUT'
      ? 'endpoint-silent'
      : WANTS_CERTIFICATE.test(`${code} ${error.message}`)
        ? 'endpoint-wants-client-certificate'
        : NO_TLS.test(code)
          ? 'endpoint-no-tls'
          : UNTRUSTED.test(code)
            ? 'endpoint-untrusted'
            : 'endpoint-no-tls';
  return found(id, `${place}: ${message(error)}`, { place, error: code });
}

export const fileFault = (error: NodeJS.ErrnoException): Finding =>
  found('endpoint-certificate-file', message(error), { error: error.code });

export const resolveFault = (error: NodeJS.ErrnoException, host: string): Finding =>
  found('endpoint-unresolved', `${host}: ${message(error)}`, { host, error: error.code });
