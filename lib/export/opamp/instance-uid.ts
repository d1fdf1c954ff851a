import { randomBytes } from 'node:crypto';

/** A UUID of version 7: RFC 9562, 5.7 */
export function createInstanceUid(now = Date.now()): Buffer {
  const uid = randomBytes(16);
  uid.writeUIntBE(now, 0, 6);
  uid[6] = (uid[6]! & 0x0f) | 0x70;
  uid[8] = (uid[8]! & 0x3f) | 0x80;
  return uid;
}

/** As people write it: 0190a5b6-…. */
export const textOfUid = (uid: Buffer): string =>
  uid.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
