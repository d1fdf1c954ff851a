// What listens at a place, by the first bytes that it answers.
import type { Socket } from 'node:net';

/** `closed`: it hung up in silence; `silent`: it said nothing in time. */
export type DetectedProtocol = 'HTTP/1' | 'HTTP/2' | 'TLS' | 'closed' | 'silent' | 'something else';

// The client's half of an HTTP/2 connection preface with empty SETTINGS (RFC 9113, 3.4).
const HTTP2_PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const SETTINGS = 4;
const TLS_ALERT = 0x15;
const LONGEST = 2048;

export interface Answer {
  readonly speaker: DetectedProtocol;
  /** The error that ended the connection, if one did. */
  readonly error?: NodeJS.ErrnoException;
}

/** Greets in one protocol and sees by the answer which one is spoken. Hangs up. */
export function detectProtocol(
  socket: Socket,
  protocol: 'HTTP/1' | 'HTTP/2',
  host: string,
  timeoutMs: number,
): Promise<Answer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const end = (speaker: DetectedProtocol, error?: NodeJS.ErrnoException): void => {
      clearTimeout(timer);
      socket
        .removeAllListeners()
        .on('error', () => {})
        .destroy();
      resolve({ speaker, ...(error && { error }) });
    };
    const timer = setTimeout(() => end(bytes.length > 0 ? (identify(bytes) ?? 'something else') : 'silent'), timeoutMs);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]).subarray(0, LONGEST);
      const speaker = identify(bytes);
      if (speaker) end(speaker);
    });
    socket
      .once('error', (error) => end('closed', error))
      .once('close', () => end(bytes.length > 0 ? (identify(bytes, true) ?? 'something else') : 'closed'));
    socket.write(
      protocol === 'HTTP/2'
        ? HTTP2_PREFACE
        : `HEAD / HTTP/1.1\r\nHost: ${host || 'localhost'}\r\nConnection: close\r\n\r\n`,
    );
  });
}

/** Undefined: more has to be read. */
function identify(bytes: Buffer, isAll = false): DetectedProtocol | undefined {
  if (bytes[0] === TLS_ALERT && bytes[1] === 3) return 'TLS';
  const text = bytes.toString('latin1');
  if (text.startsWith('HTTP/1')) {
    // Servers of Go answer in plain text to clients without TLS.
    if (/HTTPS server|HTTPS port/i.test(text)) return 'TLS';
    return isAll || !/^HTTP\/1\.\d 400/.test(text) ? 'HTTP/1' : undefined;
  }
  if (bytes.length >= 9) return bytes[3] === SETTINGS && bytes.readUInt32BE(5) === 0 ? 'HTTP/2' : 'something else';
  return isAll ? 'something else' : undefined;
}
