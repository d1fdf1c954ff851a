import * as fs from 'node:fs';
import type { BigIntStats } from 'node:fs';

// Taken at load: the app's tests may put fakes in their place, instrumentation may wrap them.
const { writeSync, fstatSync } = fs;

const GONE = new Set(['EPIPE', 'EBADF', 'ECONNRESET', 'ENOTCONN', 'ESHUTDOWN']);

/**
 * Why a descriptor took less than it was given: its reader is slow, its disk is full (or the like), or no one reads any
 * more.
 */
export type Refusal = 'slow' | 'full' | 'gone';

/** Writes as much as the descriptor takes now. Returns the number of bytes, or why there were none; never throws. */
export function writeTo(fd: number, bytes: Buffer): number | Refusal {
  const { stackTraceLimit } = Error;
  const isStackless = limitStacks(0);
  try {
    return writeSync(fd, bytes, 0, bytes.length);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException | null)?.code ?? '';
    return code === 'EAGAIN' ? 'slow' : GONE.has(code) ? 'gone' : 'full';
  } finally {
    if (isStackless) limitStacks(stackTraceLimit);
  }
}

/**
 * Most of what a refusal costs is a stack that no one will see. False: the app has made errors what can't be changed.
 */
function limitStacks(frames: number): boolean {
  try {
    Error.stackTraceLimit = frames;
    return true;
  } catch {
    return false;
  }
}

/**
 * What a descriptor leads to. As big integers, which Node keeps elsewhere: after a plain `fstat` of a pipe Node 20 and
 * 22 take any folder they have seen before for that pipe, and import packages by the path of a link to them.
 * https://github.com/nodejs/node/blob/v20.20.2/lib/fs.js#L2743-L2748
 */
const look = (fd: number): BigIntStats => fstatSync(fd, { bigint: true });

/** True if other processes can write between two of our writes, as they do on a pipe that was inherited. */
export function isShared(fd: number): boolean {
  try {
    const stat = look(fd);
    return !stat.isFile() && !stat.isCharacterDevice();
  } catch {
    return true;
  }
}

/** True for a file on a disk. */
export function isFile(fd: number): boolean {
  try {
    return look(fd).isFile();
  } catch {
    return false;
  }
}
