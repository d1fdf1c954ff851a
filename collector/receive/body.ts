// Reads a request's body within a bound, in any encoding: a small body that inflates without end is refused as a large
// one is.
import type { IncomingMessage } from 'node:http';
import { createGunzip, createInflate } from 'node:zlib';
import type { Readable, Transform } from 'node:stream';

/** Why a body could not be read, as an HTTP status. */
export class BodyRefused extends Error {
  override name = 'BodyRefused';

  constructor(
    readonly httpStatus: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

const DECODERS: Record<string, (() => Transform) | undefined> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
};

/**
 * Reads and decompresses a body of at most `maxBytes`, before and after decompression.
 *
 * @throws BodyRefused: 413 too large, 415 unknown content encoding, 400 broken compression or a sender that went away.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decoder = DECODERS[encoding];
  if (!decoder && encoding !== 'identity')
    throw new BodyRefused(415, `content-encoding ${encoding} is not supported: gzip, deflate or identity is`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);

  const source: Readable = decoder ? request.pipe(decoder()) : request;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (reason: BodyRefused): void => {
      source.removeAllListeners('data');
      if (source !== request) {
        request.unpipe(source as Transform);
        source.destroy();
      }
      reject(reason);
    };
    source.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) refuse(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    source.on('end', () => resolve(Buffer.concat(chunks, size)));
    source.on('error', (error) => refuse(new BodyRefused(400, `the body is no valid ${encoding}: ${error.message}`)));
    request.on('close', () => {
      if (!request.complete) refuse(new BodyRefused(400, 'the sender went away in the middle of the body'));
    });
  });
}

function tooLarge(maxBytes: number): BodyRefused {
  return new BodyRefused(413, `the body is larger than ${maxBytes} bytes`);
}
