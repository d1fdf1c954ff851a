import * as fs from 'node:fs';

// Taken at load: the app's tests may put fakes in their place, instrumentation may wrap them.
const { writeSync, fstatSync } = fs;

const GONE = new Set(['EPIPE', 'EBADF', 'ECONNRESET', 'ENOTCONN', 'ESHUTDOWN']);

/** Why a descriptor took less than it was given: its reader is slow, its disk is full (or the like), or nobody reads any more. */
export type Refusal = 'slow' | 'full' | 'gone';

/** Writes as much as the descriptor takes now. Returns the number of bytes, or why there were none; never throws. */
export function writeTo(fd: number, bytes: Buffer): number | Refusal {
  try {
    return writeSync(fd, bytes, 0, bytes.length);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException | null)?.code ?? '';
    return code === 'EAGAIN' ? 'slow' : GONE.has(code) ? 'gone' : 'full';
  }
}

/** True where other processes can write between two of our writes, as they do on a pipe that was inherited. */
export function isShared(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return !stat.isFile() && !stat.isCharacterDevice();
  } catch {
    return true;
  }
}

/** True for a file on a disk. */
export function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
